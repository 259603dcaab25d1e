/**
 * The criteria that come with the program, each with its source. Registered in {@code META-INF/services}, as anyone's
 * are; nothing names these classes.
 */
package espalier.pruning.criteria;
