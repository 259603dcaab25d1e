/**
 * Data sets from their public homes: {@link espalier.data.download.PublicData} lists them and brings one into a folder,
 * {@link espalier.data.download.Archive} fetches, checks and unpacks. The only part of the program that goes to other
 * machines, and only when it is asked to. Called by {@code cli} and {@code app}.
 */
package espalier.data.download;
