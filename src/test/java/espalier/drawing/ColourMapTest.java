package espalier.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ColourMapTest {

    @Test
    void viridisHasItsPublishedColours() {
        assertThat(ColourMap.VIRIDIS.argb(0)).isEqualTo(0xFF440154);
        assertThat(ColourMap.VIRIDIS.argb(0.5)).isEqualTo(0xFF21918C);
        assertThat(ColourMap.VIRIDIS.argb(1)).isEqualTo(0xFFFDE725);
    }

    @Test
    void theOthersEndWhereTheirAuthorsSay() {
        assertThat(ColourMap.MAGMA.argb(1)).isEqualTo(0xFFFCFDBF);
        assertThat(ColourMap.INFERNO.argb(1)).isEqualTo(0xFFFCFFA4);
        assertThat(ColourMap.CIVIDIS.argb(0)).isEqualTo(0xFF00224E);
        assertThat(ColourMap.COOLWARM.argb(0)).isEqualTo(0xFF3B4CC0);
        assertThat(ColourMap.COOLWARM.argb(1)).isEqualTo(0xFFB40426);
    }

    @Test
    void bySquareRootSmallDifferencesHaveTheColoursOfLargerOnes() {
        assertThat(ColourMap.COOLWARM_ROOT.argb(0)).isEqualTo(ColourMap.COOLWARM.argb(0));
        assertThat(ColourMap.COOLWARM_ROOT.argb(1)).isEqualTo(ColourMap.COOLWARM.argb(1));
        // A sixteenth of the way to the end has the colour of a quarter.
        assertThat(ColourMap.COOLWARM_ROOT.argb(0.5 + 0.5 / 16 + 1e-4)).isEqualTo(ColourMap.COOLWARM.argb(0.625));
        assertThat(ColourMap.COOLWARM_ROOT.argb(0.5 - 0.5 / 16 - 1e-4)).isEqualTo(ColourMap.COOLWARM.argb(0.3749));
    }

    @Test
    void jetIsHalfBlueGreenAndHalfRed() {
        assertThat(ColourMap.JET.argb(0)).isEqualTo(0xFF000080);
        assertThat(ColourMap.JET.argb(1)).isEqualTo(0xFF800000);
        assertThat(ColourMap.JET.argb(0.5) >> 8 & 0xFF).isEqualTo(255);
    }

    @Test
    void perceptuallyUniformMapsGrowLighterAllTheWay() {
        for (ColourMap map : ColourMap.forValues().subList(0, 4)) {
            double last = -1;
            for (int i = 0; i < 16; i++) {
                int colour = map.argb(i / 15.0);
                double light = 0.2126 * (colour >> 16 & 0xFF) + 0.7152 * (colour >> 8 & 0xFF)
                        + 0.0722 * (colour & 0xFF);
                assertThat(light).as(map + " at " + i).isGreaterThan(last);
                last = light;
            }
        }
    }

    @Test
    void whatIsOutOfRangeGetsTheNearerEndAndNoNumberIsTransparent() {
        assertThat(ColourMap.VIRIDIS.argb(-3)).isEqualTo(ColourMap.VIRIDIS.argb(0));
        assertThat(ColourMap.VIRIDIS.argb(7)).isEqualTo(ColourMap.VIRIDIS.argb(1));
        assertThat(ColourMap.VIRIDIS.argb(Double.NaN)).isZero();
    }
}
