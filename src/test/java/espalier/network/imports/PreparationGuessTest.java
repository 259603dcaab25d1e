package espalier.network.imports;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.SharedData;
import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.data.Datasets;
import espalier.data.Normalisation;
import espalier.network.imports.Preparation.ChannelOrder;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How pictures are prepared is guessed on trained networks, with pictures of their classes and without. */
class PreparationGuessTest {

    private static PreparationGuess guess(String file, Optional<Dataset> data) {
        ImportedNetwork imported = ImportedNetwork.read(SharedData.file("data/weights/" + file + ".h5"),
                Optional.empty());
        return PreparationGuess.of(imported, data.map(Dataset::classNames).orElseGet(imported::usualClasses), data,
                Optional.empty(), Progress.NONE);
    }

    @ParameterizedTest
    @CsvSource({"cifar10_resnet8_mlperftiny, 0 to 255", "cifar10_vggbn_erenaktuerk, 0 to 1",
            "cifar10_resnet32_hyperparticle, CIFAR-10's mean and deviation"})
    void withoutPicturesRedIsFirstAndTheGuessIsCalledOne(String file, String name) {
        PreparationGuess guess = guess(file, Optional.empty());

        assertThat(guess.best().name()).startsWith(name);
        assertThat(guess.best().channels()).isEqualTo(ChannelOrder.RGB);
        assertThat(guess.sure()).isFalse();
        assertThat(guess.reason()).contains("a guess that no picture of its classes confirms", "it may also be");
    }

    @ParameterizedTest
    @CsvSource({"cifar10_resnet8_mlperftiny, 0 to 255", "cifar10_vggbn_erenaktuerk, 0 to 1"})
    void picturesOfItsClassesConfirm(String file, String name) {
        PreparationGuess guess = guess(file,
                Optional.of(Datasets.open("cifar10:" + SharedData.folder("data/cifar10"))));

        assertThat(guess.best().name()).startsWith(name).doesNotContain("blue");
        assertThat(guess.sure()).isTrue();
    }

    @Test
    void twoNormalisationsAreDoneOneAfterTheOther() {
        Normalisation first = Preparation.pixels(new double[] {10, 20, 30}, new double[] {2, 3, 4});
        Normalisation second = Preparation.pixels(new double[] {5, 6, 7}, new double[] {.5, .25, .125});

        Normalisation both = Preparation.both(first, second);

        // ((100 − 20) / 3 − 6) / 0.25 for green.
        assertThat((100 / 255f - both.mean()[1]) / both.deviation()[1]).isCloseTo((80 / 3f - 6) / .25f,
                Offset.offset(1e-3f));
    }
}
