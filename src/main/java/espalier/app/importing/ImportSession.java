package espalier.app.importing;

import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.ClassNumbers;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Datasets;
import espalier.data.Picture;
import espalier.data.Pictures;
import espalier.engine.Loss;
import espalier.network.Head;
import espalier.network.Network;
import espalier.network.imports.ClassNames;
import espalier.network.imports.ImportedNetwork;
import espalier.network.imports.Preparation;
import espalier.network.imports.PreparationGuess;
import espalier.training.Evaluation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A foreign network that is being imported, with the pictures to try it on. Belongs to the engine thread. */
final class ImportSession {

    private static final int SHOWN = 4;
    private static final int ANSWERS = 5;

    private final Path file;
    private final ImportedNetwork imported;
    private final Optional<Dataset> data;

    private ImportSession(Path file, ImportedNetwork imported, Optional<Dataset> data) {
        this.file = file;
        this.imported = imported;
        this.data = data;
    }

    /**
     * Reads the network.
     *
     * @param current the data that are open; their size is taken where the network does not say its own
     */
    static ImportSession read(Path file, Optional<Dataset> current) {
        ImportedNetwork imported = ImportedNetwork.read(file, current.map(Dataset::pictureSize));
        return new ImportSession(file, imported,
                current.map(data -> Datasets.open(data.specification(), imported.inputSize())));
    }

    ImportedNetwork imported() {
        return imported;
    }

    Optional<Dataset> data() {
        return data;
    }

    /** The names that the classes probably have, and where they come from. */
    Named guessNames() {
        Optional<Dataset> same = data.filter(given -> given.classNames().size() == imported.classes());
        if (same.isPresent()) {
            return new Named(same.get().classNames(), "as in " + same.get().title());
        }
        if (imported.statedClassNames().isPresent()) {
            return new Named(imported.statedClassNames().get(), "as the file says");
        }
        return ClassNames.beside(file, imported.classes())
                .map(names -> new Named(names, "from a file beside the network"))
                .orElseGet(() -> new Named(imported.usualClasses(),
                        imported.isLikeImageNet() ? "ImageNet's, as there are 1 000 of them" : "by their numbers"));
    }

    PreparationGuess guess(List<String> classNames) {
        return PreparationGuess.of(imported, classNames, data, Optional.empty(), Progress.NONE);
    }

    /** Whether some but not all of the classes are those of the data. */
    boolean hasMoreClasses(List<String> classNames) {
        return data.isPresent() && data.get().classNames().size() < classNames.size()
                && ClassNumbers.of(data.get().classNames(), classNames).isPresent();
    }

    /** Tries the network on pictures. */
    Preview preview(Preparation preparation, boolean onlyData) {
        Network network = network(preparation, onlyData);
        if (data.isEmpty()) {
            return new Preview(List.of(), 0, 0);
        }
        List<String> names = network.description().classNames();
        boolean known = PreparationGuess.knows(names, data.get());
        Dataset dataset = Datasets.withClasses(data.get(), names);
        Pictures pictures = dataset.part(Part.VALIDATION);
        // As many as the guess was made with, so that both say the same of the same way.
        int count = known ? PreparationGuess.tried(network) : 0;
        List<Preview.Shown> shown = new ArrayList<>();
        for (int index : varied(pictures)) {
            Picture picture = pictures.picture(index).orElseThrow();
            float[] probabilities = Loss.softmax(network.infer(batch(pictures, new int[] {index}, preparation)))[0];
            int label = pictures.label(index);
            shown.add(new Preview.Shown(picture, dataset.classNames().get(label),
                    likeliest(probabilities, names, known ? label : -1)));
        }
        int right = 0;
        int tried = Math.min(count, pictures.size());
        if (tried > 0) {
            Batch batch = batch(pictures, IntStream.range(0, tried).toArray(), preparation);
            float[][] logits = network.infer(batch);
            tried = logits.length;
            for (int i = 0; i < tried; i++) {
                right += Evaluation.largest(logits[i]) == batch.labels()[i] ? 1 : 0;
            }
        }
        return new Preview(shown, right, tried);
    }

    /** Writes the network into a folder under its name, beside what is there. */
    Path write(Preparation preparation, boolean onlyData, Path folder) {
        String plain = preparation.name().strip().replaceAll("[^\\p{L}\\p{N} ._-]", "-");
        Path target = folder.resolve(plain + ".zip");
        for (int i = 2; Files.exists(target); i++) {
            target = folder.resolve(plain + " " + i + ".zip");
        }
        network(preparation, onlyData).write(target);
        return target;
    }

    private Network network(Preparation preparation, boolean onlyData) {
        Network all = imported.network(preparation);
        return onlyData && hasMoreClasses(preparation.classNames()) ? Head.withClasses(all,
                ClassNumbers.of(data.orElseThrow().classNames(), preparation.classNames()).orElseThrow()) : all;
    }

    private static Batch batch(Pictures pictures, int[] chosen, Preparation preparation) {
        try (Batches batches = Batches.inOrder(pictures, chosen, preparation.normalisation(), chosen.length)) {
            return batches.next();
        }
    }

    /** The first pictures of different classes. */
    private static int[] varied(Pictures pictures) {
        Set<Integer> seen = new HashSet<>();
        return IntStream.range(0, pictures.size()).filter(i -> !seen.contains(pictures.label(i))
                && pictures.picture(i).isPresent() && seen.add(pictures.label(i))).limit(SHOWN).toArray();
    }

    private static List<Preview.Answer> likeliest(float[] probabilities, List<String> names, int label) {
        return IntStream.range(0, probabilities.length).boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -probabilities[i])).limit(ANSWERS)
                .map(i -> new Preview.Answer(names.get(i), probabilities[i], i == label)).toList();
    }

    /**
     * Names of classes.
     *
     * @param source where they come from, for a person
     */
    record Named(List<String> names, String source) {}

    /**
     * What a network makes of some pictures, prepared in one way.
     *
     * @param pictures a few, to be shown
     * @param right    how many of those tried it is right for
     * @param tried    how many were tried; 0 where the pictures' classes are not the network's, or there are none
     */
    record Preview(List<Shown> pictures, int right, int tried) {

        /**
         * A picture with the likeliest answers.
         *
         * @param trueClass the name of its class in the data
         * @param answers   the likeliest first, at most five
         */
        record Shown(Picture picture, String trueClass, List<Answer> answers) {}

        /**
         * An answer.
         *
         * @param probability 0 to 1
         * @param right       whether it is the picture's class
         */
        record Answer(String name, double probability, boolean right) {}
    }
}
