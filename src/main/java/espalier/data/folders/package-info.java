/**
 * Anybody's own pictures: folders of files, a sub-folder for each class ({@link espalier.data.folders.FolderDataset}),
 * and where their objects are ({@link espalier.data.folders.Boxes}). Called by {@code data} and {@code app}.
 */
package espalier.data.folders;
