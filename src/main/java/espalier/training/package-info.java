/**
 * Fitting a network to pictures: the papers' objective (cross entropy, L1 norm, orthogonality), SGD with momentum and
 * weight decay, schedules, early stopping, and evaluation by class. Called by {@code pruning}, {@code cli} and
 * {@code app}; knows networks, the engine and data.
 */
package espalier.training;
