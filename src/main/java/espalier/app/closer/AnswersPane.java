package espalier.app.closer;

import espalier.app.CloseUp;
import espalier.app.OpenNetwork;
import espalier.app.Session;
import espalier.app.TrajectorySurvey;
import espalier.app.closer.PictureCards.Card;
import espalier.app.controls.Heatmap;
import espalier.app.controls.HeatmapData;
import espalier.app.controls.Named;
import espalier.app.controls.Segments;
import espalier.app.figures.Figure;
import espalier.basics.Figures;
import espalier.data.Picture;
import espalier.explain.measures.MapMeasure;
import espalier.survey.MeasuredNetwork;
import espalier.survey.PictureAnswers;
import espalier.survey.RateSurvey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.geometry.Pos;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** What two networks say of all test pictures: what is taken for what, what changes, and where explanations move. */
final class AnswersPane extends VBox {

    /** What is shown. */
    private enum View {
        CONFUSION("What for what",
                "Confusion matrices: rows are true classes, columns what the network says. "
                        + "A click on a cell shows its pictures"),
        CHANGED("Changed answers",
                "The pictures of which the two networks say something else; those first of which both are surest"),
        MOVED("Moved explanations",
                "The pictures whose maps are least alike (Pearson's correlation); the least alike first");

        private final String title;
        private final String explanation;

        View(String title, String explanation) {
            this.title = title;
            this.explanation = explanation;
        }
    }

    /** A line of pictures with their words. */
    private static final double CARDS = 168;

    private final Session session;
    private final AnswersModel model;
    private final TrajectorySurvey survey;
    private final ComboBox<OpenNetwork> first = choice("first-network", "The network before");
    private final ComboBox<OpenNetwork> second = choice("second-network", "The network after");
    private final Segments<View> view = new Segments<>(List.of(View.values()), each -> each.title,
            each -> each.explanation);
    private final Confusion before = new Confusion("confusion-before");
    private final Confusion after = new Confusion("confusion-after");
    private final HBox matrices = new HBox(16, before, after);
    private final Label state = new Label();
    private final PictureCards cards;

    AnswersPane(Session session, AnswersModel model, TrajectorySurvey survey) {
        super(10);
        this.session = session;
        this.model = model;
        this.survey = survey;
        this.cards = new PictureCards(session::setCloseUp);
        view.setId("answers-view");
        state.setWrapText(true);
        state.setMinHeight(USE_PREF_SIZE);
        state.managedProperty().bind(state.visibleProperty());
        state.visibleProperty().bind(state.textProperty().isNotEmpty());
        matrices.managedProperty().bind(matrices.visibleProperty());
        matrices.setMinSize(0, 0);
        HBox top = new HBox(8, view, first, new Label("and"), second);
        top.setAlignment(Pos.CENTER_LEFT);
        VBox.setVgrow(matrices, Priority.ALWAYS);
        cards.setMinHeight(CARDS);
        cards.setPrefHeight(CARDS);
        getChildren().addAll(top, state, matrices, cards);
        session.trajectory().addListener((javafx.beans.Observable change) -> fill());
        fill();
        for (javafx.beans.Observable shown : List.of(first.valueProperty(), second.valueProperty(),
                view.valueProperty(), model.changesProperty(), survey.resultProperty())) {
            shown.addListener(change -> show());
        }
    }

    private static ComboBox<OpenNetwork> choice(String id, String what) {
        ComboBox<OpenNetwork> box = new ComboBox<>();
        box.setId(id);
        box.setAccessibleText(what);
        box.getStyleClass().add("small");
        box.setConverter(Named.by(OpenNetwork::rateTitle));
        box.setMinWidth(USE_PREF_SIZE);
        return box;
    }

    /** The unpruned network and the one that is shown, or the strongest pruned one. */
    private void fill() {
        List<OpenNetwork> all = List.copyOf(session.trajectory());
        first.getItems().setAll(all);
        second.getItems().setAll(all);
        if (!all.isEmpty()) {
            OpenNetwork shown = session.getSelected();
            first.setValue(all.get(0));
            second.setValue(
                    shown != null && !shown.isUnpruned() && all.contains(shown) ? shown : all.get(all.size() - 1));
        }
    }

    /** Shows what is known, and asks for what is not. */
    void show() {
        if (getScene() == null || first.getValue() == null || second.getValue() == null) {
            return;
        }
        boolean confusion = view.valueProperty().get() == View.CONFUSION;
        matrices.setVisible(confusion);
        VBox.setVgrow(cards, confusion ? Priority.NEVER : Priority.ALWAYS);
        if (view.valueProperty().get() == View.MOVED) {
            moved();
            return;
        }
        Optional<PictureAnswers> old = model.of(first.getValue());
        Optional<PictureAnswers> now = model.of(second.getValue());
        state.setText(old.isPresent() && now.isPresent() ? ""
                : session.getData() == null ? "Open the network's pictures to see what it takes them for."
                        : "Looking at all test pictures; how far that is stands below.");
        if (confusion) {
            before.show(first.getValue(), old);
            after.show(second.getValue(), now);
            if (!before.isChosen() && !after.isChosen()) {
                cards.show("Click on a cell to see its pictures", List.of(), 0);
            }
        } else if (old.isPresent() && now.isPresent()) {
            changed(old.get(), now.get());
        } else {
            cards.show("", List.of(), 0);
        }
    }

    private void changed(PictureAnswers old, PictureAnswers now) {
        int[] changed = old.changed(now);
        long lost = IntStream.of(changed).filter(i -> old.predicted(i) == old.label(i)).count();
        long won = IntStream.of(changed).filter(i -> now.predicted(i) == now.label(i)).count();
        cards.show(
                Figures.count(changed.length) + " of " + Figures.count(old.size()) + " answers change from "
                        + first.getValue().rateTitle() + " to " + second.getValue().rateTitle() + ": "
                        + Figures.count(lost) + " were right, " + Figures.count(won) + " are right now",
                cards(changed,
                        i -> name(old.predicted(i)) + " " + percent(old.confidence(i)) + "\n→ " + name(now.predicted(i))
                                + " " + percent(now.confidence(i)),
                        i -> "is “" + name(old.label(i)) + "”"),
                changed.length);
    }

    /** Of the survey's pictures, which are some of all. */
    private void moved() {
        Optional<RateSurvey.Result> result = survey.resultProperty().get();
        Optional<MeasuredNetwork> unpruned = result.flatMap(known -> known.ids().stream().findFirst())
                .flatMap(id -> result.get().network(id));
        Optional<MeasuredNetwork> network = result.flatMap(known -> known.network(second.getValue().id()))
                .filter(known -> known.values().containsKey(MapMeasure.PEARSON));
        boolean known = unpruned.isPresent() && network.isPresent() && !second.getValue().isUnpruned();
        state.setText(known ? ""
                : second.getValue().isUnpruned()
                        ? "Choose a pruned network: its maps are compared with the unpruned one's."
                        : "The maps of this network are not measured yet. The page Compare measures them.");
        if (!known) {
            cards.show("", List.of(), 0);
            return;
        }
        double[] alike = network.get().values().get(MapMeasure.PEARSON);
        List<Integer> order = IntStream.range(0, alike.length).filter(i -> !Double.isNaN(alike[i])).boxed()
                .sorted(Comparator.comparingDouble(i -> alike[i])).toList();
        List<Card> shown = new ArrayList<>();
        for (int i : order.subList(0, Math.min(PictureCards.MOST, order.size()))) {
            int label = result.get().pictures().labels()[i];
            int was = unpruned.get().explanations().get(i).predicted();
            int is = network.get().explanations().get(i).predicted();
            String title = result.get().pictures().titles().get(i);
            shown.add(new Card(new CloseUp.OfPicture(title, label, result.get().pictures().pictures().get(i), -1),
                    String.format(Locale.ROOT, "%.2f", alike[i]).replace('-', '−') + " alike\n" + name(is)
                            + (is == was ? "" : " ≠ " + name(was)),
                    title + " is “" + name(label) + "”"));
        }
        cards.show("Whose explanation moved most from unpruned to " + second.getValue().rateTitle() + ": "
                + order.size() + " pictures by how alike their maps are", shown, order.size());
    }

    private interface Words {
        String of(int picture);
    }

    private List<Card> cards(int[] pictures, Words words, Words details) {
        List<Card> shown = new ArrayList<>();
        for (int i : pictures) {
            if (shown.size() == PictureCards.MOST) {
                break;
            }
            model.pictures().filter(all -> i < all.size()).ifPresent(all -> {
                Optional<Picture> picture = all.picture(i);
                picture.ifPresent(
                        sound -> shown.add(new Card(new CloseUp.OfPicture(all.title(i), all.label(i), sound, i),
                                words.of(i), all.title(i) + " " + details.of(i))));
            });
        }
        return shown;
    }

    private String name(int number) {
        return session.getData() == null || number < 0 ? "" : session.getData().classNames().get(number);
    }

    private static String percent(double share) {
        return Math.round(100 * share) + "\u00A0%";
    }

    /** The confusion of one network. */
    private final class Confusion extends VBox {

        private final Label title = new Label();
        private final Heatmap heatmap = new Heatmap();
        private OpenNetwork network;
        private Optional<PictureAnswers> answers = Optional.empty();

        Confusion(String id) {
            super(2);
            title.getStyleClass().add("card-title");
            heatmap.setId(id);
            heatmap.setAccessibleText("True classes by predicted classes");
            heatmap.setMinSize(120, 120);
            heatmap.legend().rangeProperty().set(new espalier.app.controls.Legend.Range("share", 0, 1));
            heatmap.readOutProperty().set(this::readOut);
            heatmap.selectedRowProperty().addListener(change -> choose());
            heatmap.selectedColumnProperty().addListener(change -> choose());
            Figure.of(heatmap, () -> "What is taken for what: " + title.getText()).withTable(this::csv);
            VBox.setVgrow(heatmap, Priority.ALWAYS);
            HBox.setHgrow(this, Priority.ALWAYS);
            setMinSize(0, 0);
            getChildren().addAll(title, heatmap);
        }

        boolean isChosen() {
            return answers.isPresent() && heatmap.selectedRowProperty().get() >= 0
                    && heatmap.selectedColumnProperty().get() >= 0;
        }

        void show(OpenNetwork of, Optional<PictureAnswers> known) {
            if (of.equals(network) && known.equals(answers)) {
                return;
            }
            network = of;
            answers = known;
            heatmap.selectedRowProperty().set(-1);
            heatmap.selectedColumnProperty().set(-1);
            title.setText(of + known.map(found -> ", " + Figures.percent(right(found)) + " right").orElse(""));
            heatmap.dataProperty().set(known.map(this::data).orElse(HeatmapData.EMPTY));
        }

        private double right(PictureAnswers found) {
            return IntStream.range(0, found.size()).filter(i -> found.predicted(i) == found.label(i)).count()
                    / (double) found.size();
        }

        /** Shares of each true class, so that classes of many pictures and of few compare. */
        private HeatmapData data(PictureAnswers found) {
            int[][] counts = found.confusion();
            float[][] shares = new float[counts.length][counts.length];
            for (int row = 0; row < counts.length; row++) {
                float all = Math.max(1, IntStream.of(counts[row]).sum());
                for (int column = 0; column < counts.length; column++) {
                    shares[row][column] = counts[row][column] / all;
                }
            }
            List<String> names = network.description().classNames();
            return new HeatmapData(names, names, shares, 0, 1);
        }

        private String csv() {
            return answers.map(found -> {
                List<String> names = network.description().classNames();
                List<String> heading = new ArrayList<>(List.of("true class"));
                heading.addAll(names);
                StringBuilder csv = new StringBuilder(espalier.basics.Csv.line(heading));
                int[][] counts = found.confusion();
                for (int row = 0; row < counts.length; row++) {
                    List<String> line = new ArrayList<>(List.of(names.get(row)));
                    IntStream.of(counts[row]).mapToObj(Integer::toString).forEach(line::add);
                    csv.append(espalier.basics.Csv.line(line));
                }
                return csv.toString();
            }).orElse("");
        }

        private String readOut(int row, int column) {
            List<String> names = network.description().classNames();
            return row < 0 || column < 0 ? names.get(Math.max(row, column))
                    : names.get(row) + " taken for " + names.get(column) + ": "
                            + answers.map(found -> Figures.count(found.of(row, column).length)).orElse("")
                            + " pictures, " + Figures.percent(heatmap.dataProperty().get().values()[row][column]);
        }

        private void choose() {
            int row = heatmap.selectedRowProperty().get();
            int column = heatmap.selectedColumnProperty().get();
            if (!isChosen()) {
                return;
            }
            Confusion other = equals(before) ? after : before;
            other.heatmap.selectedRowProperty().set(-1);
            other.heatmap.selectedColumnProperty().set(-1);
            PictureAnswers found = answers.get();
            int[] pictures = found.of(row, column);
            cards.show(
                    Figures.count(pictures.length) + " “" + name(row) + "” taken for “" + name(column) + "” by "
                            + network.rateTitle(),
                    cards(pictures, i -> percent(found.confidence(i)) + " sure", i -> "is “" + name(row) + "”"),
                    pictures.length);
        }
    }
}
