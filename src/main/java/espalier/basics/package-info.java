/**
 * What every package may use and what uses none of them: progress and cancellation of long work, problems told to
 * people, and files that are either written whole or not at all.
 */
package espalier.basics;
