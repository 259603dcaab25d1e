package espalier.survey;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.basics.Progress;
import espalier.data.Dataset.Part;
import espalier.data.Datasets;
import espalier.explain.CamMethod;
import espalier.explain.measures.MapMeasure;
import espalier.network.Network;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SanityCheckTest {

    @Test
    void mapsChangeAsLayersForgetAndTheNetworkStaysAsItIs() {
        try (Network network = Network.read(Path.of("samples/shapes/x8.zip"))) {
            SurveyPictures pictures = SurveyPictures.first(Datasets.open("shapes").part(Part.TEST), 10);
            float[] before = network.parameters();
            RateSurvey.Settings settings = new RateSurvey.Settings(CamMethod.GRAD_CAM, Optional.of("relu4"),
                    RateSurvey.Explained.BY_FIRST, EnumSet.of(MapMeasure.SPEARMAN, MapMeasure.SSIM));
            List<SanityCheck.Step> cascading = SanityCheck.of(network, pictures, settings, SanityCheck.Mode.CASCADING,
                    1, Progress.NONE);
            List<SanityCheck.Step> independent = SanityCheck.of(network, pictures, settings,
                    SanityCheck.Mode.INDEPENDENT, 1, Progress.NONE);
            assertThat(network.parameters()).containsExactly(before);
            assertThat(cascading).extracting(SanityCheck.Step::layer).first().isEqualTo("classifier");
            assertThat(cascading).extracting(SanityCheck.Step::layer).endsWith("conv2", "conv1");
            assertThat(cascading).hasSameSizeAs(independent);
            // The first step is the same in both, and the maps of a random network are unlike the trained one's.
            assertThat(independent.get(0).likeness()).isEqualTo(cascading.get(0).likeness());
            MeanInterval last = cascading.get(cascading.size() - 1).likeness().get(MapMeasure.SPEARMAN);
            assertThat(last.count() + last.left()).isEqualTo(10);
            assertThat(last.mean()).isLessThan(0.7);
        }
    }

    @Test
    void eigenCamDoesNotSeeWhatLiesAboveItsLayer() {
        try (Network network = Network.read(Path.of("samples/shapes/x8.zip"))) {
            SurveyPictures pictures = SurveyPictures.first(Datasets.open("shapes").part(Part.TEST), 3);
            List<SanityCheck.Step> steps = SanityCheck.of(
                    network, pictures, new RateSurvey.Settings(CamMethod.EIGEN_CAM, Optional.of("relu4"),
                            RateSurvey.Explained.BY_FIRST, EnumSet.of(MapMeasure.SPEARMAN)),
                    SanityCheck.Mode.CASCADING, 1, Progress.NONE);
            assertThat(steps.get(0).likeness().get(MapMeasure.SPEARMAN).mean()).isGreaterThan(0.999999);
        }
    }
}
