package espalier.data;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.network.Description;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageNetClassesTest {

    @Test
    void thereAreAThousandDifferentNamesInTheUsualOrder() {
        List<String> names = ImageNetClasses.names();
        assertThat(names).hasSize(1000).doesNotHaveDuplicates();
        // As assets of others have them: Imagenette's classes have these numbers.
        assertThat(List.of(names.get(0), names.get(217), names.get(482), names.get(491), names.get(497), names.get(566),
                names.get(569), names.get(571), names.get(574), names.get(701))).containsExactly("tench",
                        "English springer", "cassette player", "chain saw", "church", "French horn", "garbage truck",
                        "gas pump", "golf ball", "parachute");
        assertThat(ImageNetClasses.name("n03888257")).contains("parachute");
        assertThat(ImageNetClasses.name("n00000000")).isEmpty();
    }

    @Test
    void namesComeBeforeIdsAndBothAreFound() {
        Description network = new Description("test", List.of("n01440764 tench", "goldfish", "n03888257"),
                new PictureSize(8, 8), Normalisation.CENTRED, Map.of());
        assertThat(network.classNames()).containsExactly("tench n01440764", "goldfish", "n03888257");
        for (String said : List.of("tench", "n01440764", "Tench n01440764")) {
            assertThat(ClassNumbers.of(List.of("goldfish", said), network.classNames()).orElseThrow())
                    .containsExactly(1, 0);
        }
    }
}
