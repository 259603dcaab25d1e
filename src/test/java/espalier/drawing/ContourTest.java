package espalier.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContourTest {

    @Test
    void aSinglePeakIsRoundedByFourPieces() {
        float[] map = new float[9];
        map[4] = 1;
        List<Contour.Segment> line = Contour.at(map, 3, 3, 0.5);
        assertThat(line).hasSize(4);
        for (Contour.Segment piece : line) {
            assertThat(Math.abs(piece.x1() - 1.5) + Math.abs(piece.y1() - 1.5)).isEqualTo(0.5);
            assertThat(Math.abs(piece.x2() - 1.5) + Math.abs(piece.y2() - 1.5)).isEqualTo(0.5);
        }
    }

    @Test
    void theLineRunsWhereTheValueIsTheLevel() {
        // Values rise by 1 per column from 1: the line of 2.5 is at column 1.5, seen from middles at 0.5.
        List<Contour.Segment> line = Contour.at(new float[] {1, 2, 3, 4, 1, 2, 3, 4}, 2, 4, 2.5);
        assertThat(line).contains(new Contour.Segment(2, 0.5, 2, 1.5));
    }

    @Test
    void linesAreClosedAtTheEdge() {
        List<Contour.Segment> line = Contour.at(new float[] {1, 1, 1, 1}, 2, 2, 0.5);
        assertThat(line).allSatisfy(piece -> {
            assertThat(piece.x1()).isBetween(0.0, 2.0);
            assertThat(piece.y1()).isBetween(0.0, 2.0);
        });
        for (Contour.Segment piece : line) {
            long ends = line.stream().filter(other -> other.x1() == piece.x2() && other.y1() == piece.y2()
                    || other.x2() == piece.x2() && other.y2() == piece.y2()).count();
            assertThat(ends).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void anEmptyMapHasNoLine() {
        assertThat(Contour.at(new float[6], 2, 3, 0.5)).isEmpty();
    }
}
