package espalier.training;

import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Batches.Augmentation;
import espalier.data.Pictures;
import espalier.data.Split;
import espalier.engine.Program;
import espalier.network.Front;
import espalier.network.LayerInfo;
import espalier.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What the trained part of a network reads: pictures, or what a {@link Front} that stays as it is makes of them. That
 * is kept where pictures are not changed and there is room, so that each goes through the front once.
 */
final class TrainingInput implements AutoCloseable {

    /** Of the memory that Java may have, what may be kept of the front. */
    private static final double SHARE_OF_MEMORY = 0.25;
    private static final int BATCH = 50;

    private final Network network;
    private final Front front;
    private final TrainingSettings settings;
    private final Program first;
    private final Program rest;
    private final List<Kept> kept = new ArrayList<>();

    /** What the front makes of one picture. */
    private record Example(float[] values, int label) {}

    /** What the front makes of some pictures. */
    private record Kept(Pictures pictures, List<Example> examples) {}

    /** The batches of one pass. */
    record Pass(Iterator<Batch> batches, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }

    TrainingInput(Network network, Front front, TrainingSettings settings) {
        this.network = network;
        this.front = front;
        this.settings = settings;
        first = front.isEmpty() ? null : network.program().upTo(front.value());
        rest = front.isEmpty() ? network.program() : network.program().behind(front.value());
    }

    /** What is trained: it reads the batches of {@link #epoch}. */
    Program trained() {
        return rest;
    }

    /**
     * One epoch in a random order.
     *
     * @param seed of the order and the changes
     */
    Pass epoch(Pictures pictures, long seed, Progress progress) {
        if (settings.augmentation().equals(Augmentation.NONE) && keeps(pictures)) {
            List<Example> examples = examples(pictures, progress);
            int[] order = IntStream.range(0, examples.size()).toArray();
            Split.shuffle(order, new SplittableRandom(seed));
            // As with pictures, an incomplete last batch is left out, unless it is the only one.
            int most = order.length - (order.length < settings.batchSize() ? 0 : order.length % settings.batchSize());
            return new Pass(batches(examples, Arrays.copyOf(order, most), settings.batchSize()), () -> {});
        }
        Batches batches = Batches.shuffled(pictures, network.description().normalisation(), settings.batchSize(),
                settings.augmentation(), seed);
        return new Pass(front.isEmpty() ? batches : through(batches), batches::close);
    }

    /** How the network does on pictures, as they are. */
    Evaluation evaluate(Pictures pictures, Progress progress) {
        if (!keeps(pictures)) {
            return Evaluation.of(network, pictures, settings.precision(), progress);
        }
        List<Example> examples = examples(pictures, progress);
        return Evaluation.of(network.classes(), batches(examples, IntStream.range(0, examples.size()).toArray(), BATCH),
                batch -> rest.infer(batch.pixels(), batch.size(), settings.precision()), examples.size(), progress,
                (logits, label) -> {});
    }

    /** Whether the pictures go through the front once. */
    boolean keeps(Pictures pictures) {
        return !front.isEmpty() && bytes(pictures) < SHARE_OF_MEMORY * Runtime.getRuntime().maxMemory();
    }

    private double bytes(Pictures pictures) {
        LayerInfo end = network.layer(front.value());
        return (double) Float.BYTES * end.height() * end.width() * end.channels() * pictures.size();
    }

    private List<Example> examples(Pictures pictures, Progress progress) {
        for (Kept one : kept) {
            if (one.pictures == pictures) {
                return one.examples;
            }
        }
        List<Example> examples = new ArrayList<>();
        try (Batches batches = Batches.inOrder(pictures, network.description().normalisation(),
                network.description().inputSize().batch(BATCH))) {
            while (batches.hasNext()) {
                progress.checkpoint();
                Batch batch = batches.next();
                float[] values = first.values(batch.pixels(), batch.size(), settings.precision());
                int each = values.length / batch.size();
                for (int i = 0; i < batch.size(); i++) {
                    examples.add(new Example(Arrays.copyOfRange(values, i * each, (i + 1) * each), batch.labels()[i]));
                }
                progress.update(Double.NaN, "What the front makes of the pictures: " + examples.size() + " of "
                        + pictures.size() + ", once");
            }
        }
        kept.add(new Kept(pictures, examples));
        return examples;
    }

    private Iterator<Batch> through(Iterator<Batch> batches) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return batches.hasNext();
            }

            @Override
            public Batch next() {
                Batch batch = batches.next();
                return new Batch(batch.size(), first.values(batch.pixels(), batch.size(), settings.precision()),
                        batch.labels());
            }
        };
    }

    private static Iterator<Batch> batches(List<Example> examples, int[] order, int size) {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < order.length;
            }

            @Override
            public Batch next() {
                int count = Math.min(size, order.length - next);
                int each = examples.get(0).values().length;
                float[] values = new float[count * each];
                int[] labels = new int[count];
                for (int i = 0; i < count; i++) {
                    Example example = examples.get(order[next++]);
                    System.arraycopy(example.values(), 0, values, i * each, each);
                    labels[i] = example.label();
                }
                return new Batch(count, values, labels);
            }
        };
    }

    /** Frees what is not the network's own. */
    @Override
    public void close() {
        kept.clear();
        if (first != null) {
            first.close();
            rest.close();
        }
    }
}
