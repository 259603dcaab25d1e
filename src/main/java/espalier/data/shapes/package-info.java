/**
 * The painter of Shapes: ten classes of patterned shapes on textured backgrounds, whose parts are shared on purpose,
 * with the object's mask for each picture. {@link espalier.data.shapes.Shapes} is the data set; the rest paints. Called
 * by {@code data} and tests.
 */
package espalier.data.shapes;
