package espalier.importance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FilterResponsesTest {

    private final FilterResponses responses = new FilterResponses(new int[] {5, 8, 13},
            new float[][] {{1, 3, 2}, {0, .5f, 0}, {0, 0, 0}});

    @Test
    void theStrongestPictureComesFirst() {
        assertThat(responses.strongest(0, 2)).containsExactly(8, 13);
    }

    @Test
    void picturesThatDoNotExciteAreLeftOut() {
        assertThat(responses.strongest(1, 3)).containsExactly(8);
        assertThat(responses.strongest(2, 3)).isEmpty();
    }

    @Test
    void aResponseIsKnownByItsPicture() {
        assertThat(responses.peak(0, 13)).isEqualTo(2);
    }
}
