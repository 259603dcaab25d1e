/**
 * Least-squares compensation: after filters are taken out, the layers that read what is left are fitted anew to what
 * the unpruned network gave. {@code importance} asks it what a filter's absence costs, {@code pruning} has it mend what
 * was cut.
 */
package espalier.compensation;
