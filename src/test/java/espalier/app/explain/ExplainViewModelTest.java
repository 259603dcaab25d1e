package espalier.app.explain;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.OpenNetwork;
import espalier.app.explain.Drawing.Display;
import espalier.app.explain.Drawing.Scale;
import espalier.app.explain.ExplainViewModel.ClassChoice;
import espalier.app.explain.MapCell.Marker;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Picture;
import espalier.data.Pictures;
import espalier.data.shapes.Shapes;
import espalier.drawing.ColourMap;
import espalier.drawing.Interpolation;
import espalier.explain.CamMethod;
import espalier.explain.ClassMap;
import espalier.explain.Explanation;
import espalier.explain.Explanations;
import espalier.explain.Explanations.Request;
import espalier.explain.measures.MapMeasure;
import espalier.network.Cost;
import espalier.network.Description;
import espalier.network.LayerInfo;
import espalier.network.LayerKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Without a window and without networks: what is asked for, and what becomes of the answers. */
class ExplainViewModelTest {

    private final Dataset data = new Shapes(3, 10, 10, 30);
    private final OpenNetwork unpruned = network("unpruned", 1);
    private final OpenNetwork quarter = network("quarter", 4);
    private final Asked explainer = new Asked();
    private final List<Throwable> reported = new ArrayList<>();
    private final ExplainViewModel model = new ExplainViewModel(explainer, Runnable::run, Runnable::run, reported::add);

    @BeforeEach
    void open() {
        model.networks().setAll(unpruned, quarter);
        model.pictures().setAll(picture(0), picture(1));
    }

    @Test
    void theUsualLayerIsChosen() {
        assertThat(model.layers()).containsExactly("conv1", "relu1", "pool1");
        assertThat(model.layerProperty().get()).isEqualTo("relu1");
    }

    @Test
    void oneQuestionForEachNetworkAndTheGridFillsAsAnswersCome() {
        assertThat(explainer.questions).extracting(Question::network).containsExactly("unpruned", "quarter");
        assertThat(explainer.questions).allSatisfy(question -> assertThat(question.classes)
                .containsExactly(Explanations.PREDICTED, Explanations.PREDICTED));
        assertThat(model.gridProperty().get().waiting()).isEqualTo(4);
        explainer.answer(0, 5, 5);
        assertThat(model.gridProperty().get().waiting()).isEqualTo(2);
        assertThat(cell(0, 0).predictedName()).isEqualTo(data.classNames().get(5));
    }

    @Test
    void whatIsKnownIsNotAskedAgain() {
        explainer.answer(0, 5, 5);
        explainer.answer(1, 5, 6);
        model.scaleProperty().set(Scale.GLOBAL);
        model.classChoiceProperty().set(ClassChoice.UNPRUNED);
        // Only where the narrow network predicted another class than the unpruned one is there anything to ask.
        assertThat(explainer.questions).hasSize(3);
        assertThat(explainer.questions.get(2).classes).containsExactly(5);
        explainer.answer(2, 6);
        assertThat(model.gridProperty().get().waiting()).isZero();
        assertThat(cell(1, 1).explainedName()).isEqualTo(data.classNames().get(5));
        model.classChoiceProperty().set(ClassChoice.PREDICTED);
        assertThat(explainer.questions).hasSize(3);
        assertThat(cell(1, 1).explainedName()).isEqualTo(data.classNames().get(6));
    }

    @Test
    void questionsThatNobodyWantsAnyMoreAreTakenBack() {
        model.layerProperty().set("conv1");
        assertThat(explainer.questions.get(0).answer).isCancelled();
        assertThat(explainer.questions.get(1).answer).isCancelled();
        assertThat(explainer.questions).hasSize(4);
        assertThat(reported).isEmpty();
    }

    @Test
    void theTrueClassOfOnesOwnPictureIsNotKnown() {
        model.classChoiceProperty().set(ClassChoice.TRUE);
        ShownPicture own = new ShownPicture("file:own", "own.png", -1, picture(0).picture(), Optional.empty());
        explainer.questions.clear();
        model.pictures().setAll(picture(2), own);
        assertThat(explainer.questions.get(0).classes).containsExactly(2, Explanations.PREDICTED);
    }

    @Test
    void aChangedAndAWrongPredictionAreTold() {
        explainer.answer(0, 0, 1);
        explainer.answer(1, 0, 4);
        assertThat(cell(0, 1).isChanged()).isFalse();
        assertThat(cell(0, 1).isWrong()).isFalse();
        assertThat(cell(1, 1).isChanged()).isTrue();
        assertThat(cell(1, 1).isWrong()).isTrue();
    }

    @Test
    void emptyMapsAreFlaggedAndHaveNoMeasure() {
        explainer.answer(0, 0, 1);
        explainer.empty = true;
        explainer.answer(1, 0, 1);
        assertThat(model.gridProperty().get().empty()).isEqualTo(2);
        assertThat(cell(0, 1).measure(MapMeasure.PEARSON)).isNaN();
        assertThat(cell(0, 0).measure(MapMeasure.ENERGY_INSIDE)).isBetween(0.0, 1.0);
    }

    @Test
    void onASharedScaleTheWeakerMapIsPaler() {
        explainer.answer(0, 0, 1);
        explainer.factor = 0.25f;
        explainer.answer(1, 0, 1);
        assertThat(max(cell(0, 1))).isGreaterThan(0.99f);
        model.scaleProperty().set(Scale.ROW);
        assertThat(max(cell(0, 0))).isGreaterThan(0.7f);
        assertThat(max(cell(0, 1))).isLessThan(0.26f);
        assertThat(cell(0, 1).shownValue(new Drawing(Display.DIFFERENCE, Interpolation.BILINEAR, ColourMap.VIRIDIS, 1),
                new Marker("", 0.3, 0.3).pixel(64, 64))).isNegative();
    }

    @Test
    void neitherAnotherDrawingNorAnotherQuickMethodAsksAnything() {
        explainer.answer(0, 0, 1);
        explainer.answer(1, 0, 1);
        for (Display display : Display.values()) {
            model.displayProperty().set(display);
        }
        for (Interpolation interpolation : Interpolation.values()) {
            model.interpolationProperty().set(interpolation);
        }
        for (Scale scale : Scale.values()) {
            model.scaleProperty().set(scale);
        }
        model.coloursProperty().set(ColourMap.JET);
        model.methodProperty().set(CamMethod.LAYER_CAM);
        model.methodProperty().set(CamMethod.HI_RES_CAM);
        assertThat(explainer.questions).hasSize(2);
        assertThat(model.gridProperty().get().waiting()).isZero();
    }

    @Test
    void whatNeedsTheNetworkAgainIsTestedOnceAndOnlyWhenItIsChosen() {
        explainer.answer(0, 0, 1);
        explainer.answer(1, 0, 1);
        assertThat(explainer.tests).isZero();
        model.measures().setAll(MapMeasure.DELETION, MapMeasure.PEARSON);
        assertThat(explainer.tests).isEqualTo(4);
        assertThat(cell(1, 1).measure(MapMeasure.DELETION)).isEqualTo(0.5);
        model.measures().setAll(MapMeasure.PEARSON);
        model.measures().setAll(MapMeasure.DELETION);
        assertThat(explainer.tests).isEqualTo(4);
    }

    @Test
    void aFailureIsToldOnceAndNotTriedAgainByItself() {
        explainer.questions.get(0).answer.completeExceptionally(new IllegalStateException("broken"));
        assertThat(reported).hasSize(1);
        assertThat(cell(0, 0).failure()).isNotEmpty();
        assertThat(explainer.questions).hasSize(2);
        model.retry();
        assertThat(explainer.questions).hasSize(3);
    }

    @Test
    void picturesOfAnotherSizeWaitForTheirs() {
        explainer.questions.clear();
        model.pictures().setAll(new ShownPicture("old", "old", 0, new Picture(2, 2, new byte[12]), Optional.empty()));
        assertThat(explainer.questions).isEmpty();
        assertThat(model.gridProperty().get().waiting()).isEqualTo(2);
        assertThat(reported).isEmpty();
    }

    @Test
    void picturesComeByTurnsFromAllClasses() {
        Pictures test = data.part(Part.TEST);
        assertThat(test.inTurn(new int[] {0, 10, 20, 1, 11, 2})).containsExactly(0, 1, 2, 10, 11, 20);
    }

    @Test
    void theChooserGoesRoundAndFindsChangedPredictions() {
        PictureChooser chooser = new PictureChooser(model.networks(), explainer, Runnable::run, Runnable::run,
                reported::add);
        chooser.countProperty().set(2);
        chooser.dataProperty().set(data);
        assertThat(chooser.shown()).extracting(ShownPicture::title).containsExactly("test 0", "test 1");
        chooser.next();
        assertThat(chooser.shown()).extracting(ShownPicture::label).containsExactly(2, 3);
        chooser.previous();
        chooser.previous();
        assertThat(chooser.shown()).extracting(ShownPicture::title).containsExactly("test 28", "test 29");
        chooser.onlyChangedProperty().set(true);
        assertThat(chooser.shown()).extracting(ShownPicture::title).containsExactly("test 7", "test 17");
        assertThat(chooser.summaryProperty().get()).isEqualTo("1–2 of 3");
    }

    private MapCell cell(int row, int column) {
        return model.gridProperty().get().cells().get(row).get(column);
    }

    private static float max(MapCell cell) {
        float max = 0;
        for (float value : cell.values(Interpolation.BILINEAR)) {
            max = Math.max(max, value);
        }
        return max;
    }

    private ShownPicture picture(int index) {
        Pictures test = data.part(Part.TEST);
        return new ShownPicture("test/" + index, test.title(index), test.label(index),
                test.picture(index).orElseThrow(), test.mask(index));
    }

    private OpenNetwork network(String id, double rate) {
        Description description = new Description(id, data.classNames(), data.pictureSize(), data.normalisation(),
                Map.of());
        List<LayerInfo> layers = List.of(layer("picture", LayerKind.INPUT, 64),
                layer("conv1", LayerKind.CONVOLUTION, 64), layer("relu1", LayerKind.ACTIVATION, 64),
                layer("pool1", LayerKind.POOLING, 32), layer("classifier", LayerKind.OUTPUT, 1));
        return new OpenNetwork(id, rate, rate, description, layers, new Cost(100, 1000, 90), Optional.empty(),
                Double.NaN, "", Path.of(id + ".zip"));
    }

    private static LayerInfo layer(String name, LayerKind kind, int size) {
        return new LayerInfo(name, kind, name, List.of(), size, size, 3, 3, 1, false, false, 10, 10);
    }

    private record Question(String network, int[] classes, int requests,
            CompletableFuture<List<List<Explanation>>> answer) {}

    private record Slow(List<Explainer.Job> jobs, Explainer.Arrival<Explanation> arrival,
            CompletableFuture<Void> end) {}

    /**
     * Keeps questions until the test answers them. The narrow network predicts class 0 for every tenth picture from 7
     * on.
     */
    private static final class Asked implements Explainer {

        private final List<Question> questions = new ArrayList<>();
        private Slow slow;
        private int tests;
        private boolean empty;
        private float factor = 1;

        @Override
        public CompletableFuture<List<List<Explanation>>> explain(OpenNetwork network, List<Picture> pictures,
                List<Request> requests) {
            Question question = new Question(network.id(), requests.get(0).classes(), requests.size(),
                    new CompletableFuture<>());
            questions.add(question);
            return question.answer;
        }

        @Override
        public CompletableFuture<Void> explainOneByOne(CamMethod method, String layer, List<Job> jobs,
                Arrival<Explanation> arrival) {
            slow = new Slow(jobs, arrival, new CompletableFuture<>());
            return slow.end;
        }

        @Override
        public CompletableFuture<Void> testOneByOne(Set<MapMeasure> measures, List<Trial> trials,
                Arrival<Map<MapMeasure, Double>> arrival) {
            for (int i = 0; i < trials.size(); i++) {
                arrival.arrived(i, measures.stream().collect(Collectors.toMap(measure -> measure, measure -> 0.5)));
            }
            tests += trials.size();
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<int[]> predict(OpenNetwork network, List<Picture> pictures) {
            int[] predicted = new int[pictures.size()];
            Arrays.setAll(predicted, i -> network.isUnpruned() || i % 10 != 7 ? i % 10 : 0);
            return CompletableFuture.completedFuture(predicted);
        }

        void answer(int question, int... predictions) {
            int[] classes = questions.get(question).classes;
            List<Explanation> answers = new ArrayList<>();
            for (int i = 0; i < predictions.length; i++) {
                float[] probabilities = new float[10];
                probabilities[predictions[i]] = 1;
                float[] raw = empty ? new float[] {-1, -2, -1, 0} : new float[] {factor, 0, 0, factor / 2};
                answers.add(new Explanation(probabilities, predictions[i],
                        classes[i] == Explanations.PREDICTED ? predictions[i] : classes[i], new ClassMap(2, 2, raw)));
            }
            questions.get(question).answer.complete(Collections.nCopies(questions.get(question).requests, answers));
        }
    }
}
