package espalier.app.controls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeatmapZoomTest {

    private final HeatmapZoom whole = HeatmapZoom.whole(4096, 1000);

    @Test
    void theCellUnderTheMouseStaysWhereItIs() {
        HeatmapZoom near = whole.scaled(2, 1000, 250);
        assertThat(near.columns()).isEqualTo(2048);
        assertThat(near.rows()).isEqualTo(500);
        assertThat((1000 - near.left()) / 2048.0).isCloseTo(1000 / 4096.0,
                org.assertj.core.api.Assertions.within(1e-3));
        assertThat((250 - near.top()) / 500.0).isCloseTo(0.25, org.assertj.core.api.Assertions.within(1e-2));
    }

    @Test
    void awayFromAnywhereLeadsBackToTheWhole() {
        HeatmapZoom zoom = whole.scaled(2, 4095, 999).scaled(3, 4000, 900);
        assertThat(zoom.left() + zoom.columns()).isLessThanOrEqualTo(4096);
        for (int i = 0; i < 20; i++) {
            zoom = zoom.scaled(1 / 1.4, zoom.left(), zoom.top());
        }
        assertThat(zoom).isEqualTo(whole);
        assertThat(whole.moved(5, 5)).isEqualTo(whole);
    }

    @Test
    void fewCellsAreNearEnough() {
        HeatmapZoom zoom = whole;
        for (int i = 0; i < 60; i++) {
            zoom = zoom.scaled(1.4, 10, 10);
        }
        assertThat(zoom.columns()).isEqualTo(4);
        assertThat(zoom.rows()).isEqualTo(4);
        assertThat(HeatmapZoom.whole(3, 2).scaled(2, 0, 0).isWhole()).isTrue();
    }

    @Test
    void aCellThatIsChosenIsBroughtIntoSight() {
        HeatmapZoom near = whole.scaled(8, 0, 0);
        HeatmapZoom there = near.showing(4095, 999);
        assertThat(there.left() + there.columns()).isEqualTo(4096);
        assertThat(there.top() + there.rows()).isEqualTo(1000);
        assertThat(near.showing(-1, -1)).isEqualTo(near);
    }
}
