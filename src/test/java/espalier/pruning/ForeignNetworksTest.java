package espalier.pruning;

import static espalier.pruning.PruningChoices.CRITERION;
import static espalier.pruning.PruningChoices.RATES;
import static espalier.pruning.PruningChoices.SHARE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import espalier.SharedData;
import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Batches.Augmentation;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Datasets;
import espalier.data.Normalisation;
import espalier.data.PictureSize;
import espalier.data.PictureSubset;
import espalier.data.Pictures;
import espalier.explain.CamMethod;
import espalier.explain.Explanation;
import espalier.explain.Explanations;
import espalier.network.LayerInfo;
import espalier.network.Network;
import espalier.network.exports.ExportOptions;
import espalier.network.exports.InOnnxRuntime;
import espalier.network.imports.ImportedNetwork;
import espalier.network.imports.Preparation;
import espalier.network.imports.Preparation.ChannelOrder;
import espalier.pruning.PruningRun.Trajectory;
import espalier.pruning.RunEvent.End;
import espalier.pruning.RunEvent.Milestone;
import espalier.training.Trainer;
import espalier.training.TrainingSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks from PyTorch are trained, scored, pruned, explained and handed back like the program's own. */
class ForeignNetworksTest {

    /** At a rate that the program chooses. */
    private static final TrainingSettings TUNING = new TrainingSettings(1, 64, 16, 0, 0.9, 5e-4, 0, 0,
            TrainingSettings.Schedule.COSINE, Augmentation.NONE, 0, 1);

    /** A few pictures of data. */
    private record Few(Dataset all) implements Dataset {

        @Override
        public String specification() {
            return all.specification();
        }

        @Override
        public String title() {
            return all.title();
        }

        @Override
        public List<String> classNames() {
            return all.classNames();
        }

        @Override
        public PictureSize pictureSize() {
            return all.pictureSize();
        }

        @Override
        public Normalisation normalisation() {
            return all.normalisation();
        }

        @Override
        public Pictures part(Part part) {
            return PictureSubset.some(all.part(part), 64, 1);
        }
    }

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"resnet18_thin-folded", "mobilenet_v2_thin-bn", "refused_se-folded", "activations-bn"})
    void anOnnxFileGoesAllTheWay(String name) throws Exception {
        ImportedNetwork imported = ImportedNetwork.read(SharedData.file("data/onnx/" + name + ".onnx"),
                Optional.empty());
        Dataset data = new Few(Datasets.open("shapes", imported.inputSize()));
        Network network = imported
                .network(new Preparation(name, data.classNames(), Normalisation.CENTRED, ChannelOrder.RGB));
        assertThat(network.program().foreignVertices()).isEmpty();

        float[] before = network.parameters();
        Trainer trainer = new Trainer(network, data, TUNING);
        trainer.fit(Progress.NONE, Trainer.Listener.NONE);
        assertThat(network.parameters()).isNotEqualTo(before).doesNotContain(Float.NaN);

        Trajectory trajectory = new PruningRun(network, data, PruningSettings.STANDARD.with(RATES, List.of(2.0))
                .with(CRITERION, "l1-norm").with(SHARE, .5).withFineTuning(TUNING, TUNING))
                .run(Progress.NONE, event -> {});
        assertThat(trajectory.end()).isEqualTo(End.COMPLETE);
        Milestone pruned = trajectory.milestones().get(1);
        assertThat(pruned.achievedRate()).isCloseTo(2, within(.1));

        Network smaller = pruned.network();
        LayerInfo last = smaller.convolutions().stream().filter(layer -> layer.height() > 1)
                .reduce((first, second) -> second).orElseThrow();
        try (Batches batches = Batches.inOrder(data.part(Part.TEST), IntStream.range(0, 2).toArray(),
                Normalisation.CENTRED, 2)) {
            Batch pictures = batches.next();
            List<Explanation> maps = Explanations.explain(smaller, pictures, CamMethod.GRAD_CAM,
                    smaller.featureMap(last, true), pictures.labels(), Progress.NONE);
            assertThat(maps).hasSize(2);
        }
        InOnnxRuntime.assertSame(smaller, ExportOptions.PLAIN, folder.resolve("back.onnx"));
    }
}
