/**
 * How much each filter matters, by class and in all: the class-aware pruning paper's score with its continuous
 * companion, and the criteria that rank filters ({@link espalier.importance.Criterion}), each with its source. The
 * criteria are registered in {@code META-INF/services}, as anyone's are; nothing names their classes. Called by
 * {@code pruning}, {@code cli} and {@code app}.
 */
package espalier.importance;
