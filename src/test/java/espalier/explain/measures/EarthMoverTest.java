package espalier.explain.measures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import espalier.explain.ClassMap;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.optim.MaxIter;
import org.apache.commons.math3.optim.linear.LinearConstraint;
import org.apache.commons.math3.optim.linear.LinearConstraintSet;
import org.apache.commons.math3.optim.linear.LinearObjectiveFunction;
import org.apache.commons.math3.optim.linear.NonNegativeConstraint;
import org.apache.commons.math3.optim.linear.Relationship;
import org.apache.commons.math3.optim.linear.SimplexSolver;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.junit.jupiter.api.Test;

class EarthMoverTest {

    @Test
    void theSameMapUpToAFactorIsAtNoDistance() {
        assertThat(EarthMover.between(random(6, 5, 1), random(6, 5, 1))).isZero();
        ClassMap map = random(6, 5, 1);
        float[] twice = map.raw().clone();
        for (int i = 0; i < twice.length; i++) {
            twice[i] *= 2;
        }
        assertThat(EarthMover.between(map, new ClassMap(6, 5, twice))).isCloseTo(0, within(1e-7));
    }

    @Test
    void oneSpotMovesAsFarAsItMoves() {
        assertThat(EarthMover.between(spot(8, 8, 0, 0), spot(8, 8, 0, 4))).isCloseTo(0.5, within(1e-9));
        assertThat(EarthMover.between(spot(8, 8, 0, 0), spot(8, 8, 6, 6))).isCloseTo(0.75 * Math.sqrt(2), within(1e-9));
    }

    @Test
    void anEmptyMapHasNoDistance() {
        assertThat(EarthMover.between(spot(4, 4, 0, 0), new ClassMap(4, 4, new float[16]))).isNaN();
    }

    @Test
    void largeMapsAreComparedInBlocks() {
        assertThat(EarthMover.between(spot(64, 64, 10, 10), spot(64, 64, 42, 10))).isCloseTo(0.5, within(1e-9));
        assertThat(EarthMover.between(spot(48, 48, 3, 0), spot(48, 48, 3, 24))).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void distancesAreThoseOfASimplexSolver() {
        for (int seed = 0; seed < 12; seed++) {
            ClassMap a = random(4, 5, seed);
            ClassMap b = random(4, 5, seed + 100);
            assertThat(EarthMover.between(a, b)).isCloseTo(bySimplex(a, b), within(1e-6));
        }
    }

    @Test
    void theLargestGridIsSolvedToo() {
        assertThat(EarthMover.between(random(32, 32, 1), random(32, 32, 2))).isBetween(0.001, 0.2);
    }

    private static ClassMap spot(int height, int width, int row, int column) {
        float[] raw = new float[height * width];
        raw[row * width + column] = 3;
        return new ClassMap(height, width, raw);
    }

    private static ClassMap random(int height, int width, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] raw = new float[height * width];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (float) random.nextDouble(-0.3, 1);
        }
        return new ClassMap(height, width, raw);
    }

    /** The same linear programme as it stands: all of both maps moves. */
    private static double bySimplex(ClassMap a, ClassMap b) {
        int cells = a.raw().length;
        double[] costs = new double[cells * cells];
        for (int i = 0; i < cells; i++) {
            for (int j = 0; j < cells; j++) {
                costs[i * cells + j] = Math.hypot((i / a.width() - j / a.width()) / (double) a.height(),
                        (i % a.width() - j % a.width()) / (double) a.width());
            }
        }
        List<LinearConstraint> constraints = new ArrayList<>();
        for (int i = 0; i < cells; i++) {
            double[] leaving = new double[cells * cells];
            double[] arriving = new double[cells * cells];
            for (int j = 0; j < cells; j++) {
                leaving[i * cells + j] = 1;
                arriving[j * cells + i] = 1;
            }
            constraints.add(new LinearConstraint(leaving, Relationship.EQ, share(a, i)));
            if (i > 0) {
                // The first follows from the others.
                constraints.add(new LinearConstraint(arriving, Relationship.EQ, share(b, i)));
            }
        }
        return new SimplexSolver()
                .optimize(new MaxIter(100_000), new LinearObjectiveFunction(costs, 0),
                        new LinearConstraintSet(constraints), GoalType.MINIMIZE, new NonNegativeConstraint(true))
                .getValue();
    }

    private static double share(ClassMap map, int cell) {
        double all = 0;
        for (float value : map.positive()) {
            all += value;
        }
        return map.positive()[cell] / all;
    }
}
