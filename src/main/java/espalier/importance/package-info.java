/**
 * How much each filter matters to each class: the class-aware pruning paper's score, with its parts by class, and its
 * continuous companion. Called by {@code pruning}, {@code cli} and {@code app}.
 */
package espalier.importance;
