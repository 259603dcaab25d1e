package espalier.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.data.Picture;
import org.junit.jupiter.api.Test;

class OverlayTest {

    private static final Picture PICTURE = new Picture(1, 3,
            new byte[] {100, (byte) 200, 0, 100, (byte) 200, 0, 100, (byte) 200, 0});

    @Test
    void thePapersHeatMapIsThreeTenthsJetOfTheSquare() {
        // jet(0) = (0, 0, 128), jet(0.7071²) = jet(0.5) ≈ (126, 255, 130), jet(1) = (128, 0, 0).
        int[] pixels = Overlay.paperHeatMap(PICTURE, new float[] {0, (float) Math.sqrt(0.5), 1});
        assertThat(pixels[0]).isEqualTo(rgb(70, 140, 38));
        assertThat(pixels[1]).isEqualTo(rgb(108, 217, 39));
        assertThat(pixels[2]).isEqualTo(rgb(108, 140, 0));
    }

    @Test
    void aHeatMapMixesPictureAndColours() {
        int[] colours = new int[256];
        colours[0] = 0x000000;
        colours[255] = 0xFF0000;
        colours[128] = 0x0000FF;
        int[] pixels = Overlay.heatMap(PICTURE, new float[] {-3, 0.5f, 8}, of(colours), 0.5);
        assertThat(pixels).containsExactly(rgb(50, 100, 0), rgb(50, 100, 128), rgb(178, 100, 0));
    }

    @Test
    void aDifferenceOfNothingHasTheMiddleColour() {
        int[] colours = new int[256];
        colours[128] = 0xFFFFFF;
        colours[0] = 0x0000FF;
        colours[255] = 0xFF0000;
        assertThat(Overlay.difference(PICTURE, new float[] {-1, 0, 1}, of(colours), 1)).containsExactly(rgb(0, 0, 255),
                rgb(255, 255, 255), rgb(255, 0, 0));
    }

    @Test
    void underADifferenceThePictureIsGrey() {
        // 0.299 · 100 + 0.587 · 200 = 147.3
        assertThat(Overlay.difference(PICTURE, new float[3], of(new int[256]), 0)[0]).isEqualTo(rgb(147, 147, 147));
    }

    @Test
    void anExplanationMapIsBlackWhereTheMaskIsNot() {
        assertThat(Overlay.explanationMap(PICTURE, new boolean[] {true, false, false}))
                .containsExactly(rgb(100, 200, 0), rgb(0, 0, 0), rgb(0, 0, 0));
        assertThat(Overlay.plain(PICTURE)[2]).isEqualTo(rgb(100, 200, 0));
    }

    private static ColourMap of(int[] colours) {
        return value -> colours[(int) (value * colours.length)];
    }

    private static int rgb(int red, int green, int blue) {
        return 0xFF000000 | red << 16 | green << 8 | blue;
    }
}
