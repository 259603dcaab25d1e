/**
 * What lies over the pages to look closely: the answers of two networks to all test pictures, and one picture with what
 * each layer makes of it. Called by the shell of {@code app}; pages ask for it through the session.
 */
package espalier.app.closer;
