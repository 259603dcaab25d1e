package espalier.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ColourMapsTest {

    @Test
    void viridisHasItsPublishedColours() {
        assertThat(ColourMaps.VIRIDIS.argb(0)).isEqualTo(0xFF440154);
        assertThat(ColourMaps.VIRIDIS.argb(0.5)).isEqualTo(0xFF21918C);
        assertThat(ColourMaps.VIRIDIS.argb(1)).isEqualTo(0xFFFDE725);
    }

    @Test
    void theOthersEndWhereTheirAuthorsSay() {
        assertThat(ColourMaps.MAGMA.argb(1)).isEqualTo(0xFFFCFDBF);
        assertThat(ColourMaps.INFERNO.argb(1)).isEqualTo(0xFFFCFFA4);
        assertThat(ColourMaps.CIVIDIS.argb(0)).isEqualTo(0xFF00224E);
        assertThat(ColourMaps.COOLWARM.argb(0)).isEqualTo(0xFF3B4CC0);
        assertThat(ColourMaps.COOLWARM.argb(1)).isEqualTo(0xFFB40426);
    }

    @Test
    void jetIsHalfBlueGreenAndHalfRed() {
        assertThat(ColourMaps.JET.argb(0)).isEqualTo(0xFF000080);
        assertThat(ColourMaps.JET.argb(1)).isEqualTo(0xFF800000);
        assertThat(ColourMaps.JET.argb(0.5) >> 8 & 0xFF).isEqualTo(255);
    }

    @Test
    void perceptuallyUniformMapsGrowLighterAllTheWay() {
        for (ColourMap map : ColourMaps.forValues().subList(0, 4)) {
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
        assertThat(ColourMaps.VIRIDIS.argb(-3)).isEqualTo(ColourMaps.VIRIDIS.argb(0));
        assertThat(ColourMaps.VIRIDIS.argb(7)).isEqualTo(ColourMaps.VIRIDIS.argb(1));
        assertThat(ColourMaps.VIRIDIS.argb(Double.NaN)).isZero();
    }
}
