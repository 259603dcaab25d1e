/**
 * Pictures with classes: the data sets, their splits, preprocessing and batches. {@link espalier.data.Datasets} opens a
 * data set, {@link espalier.data.Dataset} gives its parts, {@link espalier.data.Batches} makes them ready for a
 * network.
 *
 * <p>Three kinds: {@link espalier.data.shapes.Shapes} is painted by this program, {@link espalier.data.Cifar} reads the
 * official files, {@link espalier.data.folders.FolderDataset} anybody's own pictures.
 *
 * <p>Plain arrays only: nothing here knows ND4J, JavaFX or a network; files are decoded with ImageIO. Every other
 * package may call it; it calls {@link espalier.basics} only.
 */
package espalier.data;
