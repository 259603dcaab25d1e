package espalier.app.filters;

import atlantafx.base.theme.Styles;
import espalier.app.CloseUp;
import espalier.app.FilterDecisions.Decision;
import espalier.app.Page;
import espalier.app.SelectedScores;
import espalier.app.Session;
import espalier.app.controls.Bars;
import espalier.app.controls.Images;
import espalier.app.controls.Legend;
import espalier.app.figures.Figure;
import espalier.app.filters.FiltersViewModel.LayerView;
import espalier.basics.Figures;
import espalier.drawing.ColourMap;
import espalier.importance.FilterValue;
import espalier.importance.KernelWeights;
import espalier.importance.NetworkScores.LayerScores;
import espalier.network.LayerInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.beans.binding.Bindings;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/** One filter in detail, at the right of the page. */
final class FilterInspector extends StackPane {

    static final int WIDTH = 296;

    private final InspectorViewModel model;
    private final Label title = new Label();
    private final Label score = new Label();
    private final Label rank = new Label();
    private final Label fate = new Label();
    private final Label chain = new Label();
    private final ToggleButton keep = new ToggleButton("Keep");
    private final ToggleButton remove = new ToggleButton("Remove");
    private final Bars profile = new Bars();
    private final KernelView kernel = new KernelView();
    private final ScrollPane details = new ScrollPane();
    private final LayerSummary summary;

    FilterInspector(Session session, SelectedScores selectedScores, FiltersViewModel page, InspectorViewModel model) {
        this.model = model;
        getStyleClass().add("inspector");
        setMinWidth(WIDTH);
        setPrefWidth(WIDTH);
        setMaxWidth(WIDTH);
        heading();
        VBox content = new VBox(10, title, scoreLine(), decisions(), whatIf(session), fate, chain,
                classes(page, "", profile),
                section("Excited by",
                        "The training pictures with its largest response: the largest value over all positions,\n"
                                + "after batch norm and activation.",
                        new ExcitingPictures(model, excited -> look(session, excited))),
                section("Kernel", "The weights that it multiplies its input with.", kernel));
        content.getStyleClass().add("inspector-content");
        details.setContent(content);
        details.setFitToWidth(true);
        details.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        details.getStyleClass().add("edge-to-edge");
        summary = new LayerSummary(session, selectedScores, page);
        getChildren().addAll(summary, details);
        profile.barsProperty().bind(model.profileProperty());
        Figure.of(content, () -> "Filter " + title.getText()).withTable(() -> profile.csv().orElseThrow());
        profile.selectedProperty().bindBidirectional(session.selectedClassProperty());
        model.filterProperty().addListener(change -> show());
        model.weightsProperty().addListener(change -> kernel.show(model.weightsProperty().get()));
        model.decisionProperty().addListener(change -> decided());
        page.removalProperty().addListener(change -> decided());
        page.groupsProperty().addListener(change -> decided());
        kernel.show(model.weightsProperty().get());
        show();
    }

    private static void look(Session session, InspectorViewModel.Excited excited) {
        session.setCloseUp(new CloseUp.OfPicture(excited.title(),
                session.getSelected().description().classNames().indexOf(excited.className()), excited.picture(), -1));
    }

    private void heading() {
        title.getStyleClass().add(Styles.TITLE_4);
        title.setId("inspector-title");
        score.getStyleClass().add("inspector-score");
        score.setId("inspector-score");
        Tooltip formula = new Tooltip("""
                The number of classes that it matters to (Class-Aware Pruning for Efficient Neural Networks, \
                arXiv 2312.05875, section III-B):
                score = max over positions of Σ over classes of the mean over the class's pictures of [ θ > 0 ],
                θ = | a · ∂L/∂a |, with a the convolution's output and L the cross entropy of the true class.
                [ θ > 0 ] follows ReLU and max pool, not labels: Shuffle the labels shows that.""");
        formula.setShowDelay(Duration.millis(300));
        formula.setShowDuration(Duration.seconds(60));
        score.setTooltip(formula);
        score.setMinWidth(Region.USE_PREF_SIZE);
        rank.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
        fate.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
        fate.setWrapText(true);
        fate.setId("inspector-fate");
        chain.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
        chain.setWrapText(true);
        chain.setId("inspector-chain");
        chain.setTooltip(new Tooltip("What goes together: the layers whose parameters this filter takes with it,\n"
                + "and with \"in\" those that lose only the weights that read it."));
    }

    private HBox scoreLine() {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox line = new HBox(score, space, rank);
        line.setAlignment(javafx.geometry.Pos.BASELINE_LEFT);
        return line;
    }

    /** What removing alone does, before anything is cut. */
    private Node whatIf(Session session) {
        Hyperlink link = new Hyperlink("What if only removed ones went?");
        link.setId("what-if");
        link.setTooltip(
                new Tooltip("Sets the threshold to 0, so that only filters marked Remove go: above, live, accuracy\n"
                        + "as a whole and by class, at once, before anything is cut. Undo brings the threshold back."));
        link.setOnAction(event -> model.whatIf());
        Page.showWhile(link,
                Bindings.createBooleanBinding(
                        () -> session.getSelected() != null
                                && session.decisions().of(session.getSelected().id()).containsValue(Decision.REMOVE),
                        session.decisions().allProperty(), session.selectedProperty()));
        return link;
    }

    private HBox decisions() {
        keep.setTooltip(new Tooltip("It stays, whatever the threshold (K). Press again to leave it to the threshold."));
        remove.setTooltip(
                new Tooltip("It goes, whatever the threshold (Delete). Press again to leave it to the threshold."));
        keep.getStyleClass().addAll(Styles.SMALL, Styles.LEFT_PILL);
        remove.getStyleClass().addAll(Styles.SMALL, Styles.RIGHT_PILL);
        keep.setId("keep");
        remove.setId("remove");
        for (ToggleButton button : List.of(keep, remove)) {
            button.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(button, Priority.ALWAYS);
        }
        keep.setOnAction(event -> model.decisionProperty().set(keep.isSelected() ? Decision.KEEP : null));
        remove.setOnAction(event -> model.decisionProperty().set(remove.isSelected() ? Decision.REMOVE : null));
        return new HBox(keep, remove);
    }

    /** Bars of the shown value, explained. */
    private static VBox classes(FiltersViewModel page, String which, Bars bars) {
        VBox section = section("", "", bars);
        Label heading = (Label) section.getChildren().get(0);
        heading.getTooltip().setWrapText(true);
        heading.getTooltip().setMaxWidth(520);
        Runnable tell = () -> {
            FilterValue shown = page.shownProperty().get();
            heading.setText("Classes: " + shown.title().toLowerCase(Locale.ROOT) + which);
            heading.getTooltip().setText(shown.explanation());
        };
        page.shownProperty().addListener(change -> tell.run());
        tell.run();
        return section;
    }

    private static VBox section(String name, String explanation, Node content) {
        Label heading = new Label(name);
        heading.getStyleClass().add("section-heading");
        heading.setTooltip(new Tooltip(explanation));
        return new VBox(6, heading, content);
    }

    private void show() {
        boolean some = model.filterProperty().get().isPresent();
        details.setVisible(some);
        summary.setVisible(!some);
        title.setText(model.title());
        score.setText(model.score());
        rank.setText(model.rank());
        profile.setAccessibleText("Classes that " + model.title() + " matters to");
        decided();
    }

    private void decided() {
        keep.setSelected(model.decisionProperty().get() == Decision.KEEP);
        remove.setSelected(model.decisionProperty().get() == Decision.REMOVE);
        fate.setText(model.fate());
        chain.setText(model.chain());
    }

    /** The chosen layer in a few facts, where no filter is chosen. */
    private static final class LayerSummary extends VBox {

        private static final int MOST_BARS = 24;

        private final SelectedScores selectedScores;
        private final FiltersViewModel model;
        private final Label title = new Label();
        private final Label facts = new Label();
        private final Bars profile = new Bars();

        LayerSummary(Session session, SelectedScores selectedScores, FiltersViewModel model) {
            super(10);
            this.selectedScores = selectedScores;
            this.model = model;
            getStyleClass().add("inspector-content");
            title.getStyleClass().add(Styles.TITLE_4);
            facts.setWrapText(true);
            facts.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
            Label how = new Label(
                    "Choose a filter to see what it looks for and which classes need it: click a column of the heatmap, or "
                            + "press the arrow keys in it.");
            how.setWrapText(true);
            profile.selectedProperty().bindBidirectional(session.selectedClassProperty());
            Figure.of(profile, () -> "Classes that filters of " + title.getText() + " matter to, mean");
            profile.setAccessibleText("In the mean over the layer's filters");
            getChildren().addAll(title, facts, how, classes(model, ", mean", profile));
            model.layerProperty().addListener((property, old, now) -> now.ifPresent(this::show));
            model.shownProperty().addListener(change -> model.layerProperty().get().ifPresent(this::show));
            model.layerProperty().get().ifPresent(this::show);
        }

        private void show(LayerView layer) {
            LayerInfo info = layer.info();
            title.setText(layer.name());
            facts.setText(String.format(Locale.ROOT,
                    "%d filters of %d×%d over %d×%d positions; %s parameters, %s MACs. Scores from %s to %s, "
                            + "%s in the mean.",
                    info.channels(), info.kernel(), info.kernel(), info.height(), info.width(),
                    Figures.large(info.parameters()), Figures.large(info.macs()),
                    FiltersViewModel.number(score(layer).min().orElse(0)),
                    FiltersViewModel.number(score(layer).max().orElse(0)),
                    FiltersViewModel.number(score(layer).average().orElse(0))));
            profile.barsProperty().set(InspectorViewModel.bars(selectedScores.get().classNames(), means(layer.scores()),
                    model.shownProperty().get(), MOST_BARS));
        }

        private static java.util.stream.DoubleStream score(LayerView layer) {
            float[] scores = layer.scores().scores();
            return IntStream.range(0, scores.length).mapToDouble(k -> scores[k]);
        }

        /** {@code [classes]}: the mean of the shown value over the layer's filters. */
        private double[] means(LayerScores scores) {
            return Arrays.stream(model.shownProperty().get().of(scores))
                    .mapToDouble(row -> IntStream.range(0, row.length).mapToDouble(k -> row[k]).average().orElse(0))
                    .toArray();
        }
    }

    /** A filter's kernel: in colour where it reads the picture, otherwise an image for each input channel. */
    private static final class KernelView extends VBox {

        private static final int WIDTH = 248;
        private static final int MOST_CHANNELS = 128;

        private final ImageView image = new ImageView();
        private final Label caption = new Label();
        private final Legend legend = new Legend(Orientation.HORIZONTAL);

        KernelView() {
            super(6);
            image.setSmooth(false);
            caption.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
            caption.setWrapText(true);
            legend.coloursProperty().set(ColourMap.COOLWARM);
            getChildren().addAll(image, legend, caption);
        }

        void show(Optional<KernelWeights> shown) {
            setVisible(shown.isPresent());
            shown.ifPresent(this::show);
        }

        private void show(KernelWeights weights) {
            boolean colour = weights.first() && weights.channels() == 3;
            float largest = weights.largest();
            legend.rangeProperty().set(new Legend.Range("", -largest, largest));
            legend.setVisible(!colour);
            legend.setManaged(!colour);
            image.setImage(colour ? colour(weights) : channels(weights));
            String what = colour
                    ? String.format(Locale.ROOT, "In colour: grey is weight 0, the brightest ±%.2f.", largest)
                    : "One square for each of the " + weights.channels() + " channels that it reads.";
            caption.setText(!colour && weights.channels() > MOST_CHANNELS
                    ? "The " + MOST_CHANNELS + " strongest of the " + weights.channels() + " channels that it reads."
                    : what);
            image.setAccessibleText("Kernel of " + weights.side() + "×" + weights.side() + ". " + caption.getText());
        }

        private static Image colour(KernelWeights weights) {
            int scale = Math.max(1, 72 / weights.side());
            int side = weights.side() * scale;
            int[] argb = new int[side * side];
            float largest = Math.max(weights.largest(), Float.MIN_NORMAL);
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    int pixel = 0xFF;
                    for (int channel = 0; channel < 3; channel++) {
                        double share = 0.5 + 0.5 * weights.at(channel, y / scale, x / scale) / largest;
                        pixel = pixel << 8 | (int) Math.round(255 * share);
                    }
                    argb[y * side + x] = pixel;
                }
            }
            return Images.of(side, side, argb);
        }

        /** Squares in rows, with a gap between; all on one scale. */
        private static Image channels(KernelWeights weights) {
            int[] channels = weights.strongestChannels(MOST_CHANNELS);
            int perRow = (int) Math.min(channels.length, Math.max(8, Math.ceil(Math.sqrt(channels.length * 1.6))));
            int scale = Math.max(1, Math.min(8, (WIDTH / perRow - 2) / weights.side()));
            int step = weights.side() * scale + 2;
            int rows = (channels.length + perRow - 1) / perRow;
            int width = perRow * step;
            int[] argb = new int[width * rows * step];
            float largest = Math.max(weights.largest(), Float.MIN_NORMAL);
            for (int i = 0; i < channels.length; i++) {
                for (int y = 0; y < step - 2; y++) {
                    for (int x = 0; x < step - 2; x++) {
                        argb[(i / perRow * step + y) * width + i % perRow * step + x] = ColourMap.COOLWARM
                                .argb(0.5 + 0.5 * weights.at(channels[i], y / scale, x / scale) / largest);
                    }
                }
            }
            return Images.of(width, rows * step, argb);
        }
    }
}
