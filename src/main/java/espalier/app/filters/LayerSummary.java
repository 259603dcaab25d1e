package espalier.app.filters;

import atlantafx.base.theme.Styles;
import espalier.app.SelectedScores;
import espalier.app.Session;
import espalier.app.controls.Bars;
import espalier.app.filters.FiltersViewModel.LayerView;
import espalier.basics.Figures;
import espalier.importance.NetworkScores.LayerScores;
import espalier.network.LayerInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;

/** The chosen layer in a few facts, where no filter is chosen. */
final class LayerSummary extends VBox {

    private static final int MOST_BARS = 24;

    private final Session session;
    private final SelectedScores selectedScores;
    private final Label title = new Label();
    private final Label facts = new Label();
    private final Bars profile = new Bars();

    LayerSummary(Session session, SelectedScores selectedScores, FiltersViewModel model) {
        super(10);
        this.session = session;
        this.selectedScores = selectedScores;
        getStyleClass().add("inspector-content");
        title.getStyleClass().add(Styles.TITLE_4);
        facts.setWrapText(true);
        facts.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
        Label how = new Label(
                "Choose a filter to see what it looks for and which classes need it: click a column of the heatmap, or "
                        + "press the arrow keys in it.");
        how.setWrapText(true);
        Label heading = new Label("Classes");
        heading.getStyleClass().add("section-heading");
        heading.setTooltip(new Tooltip(
                "For which share of a class's pictures a filter of this layer matters, in the mean over its "
                        + "filters"));
        profile.selectedProperty().bindBidirectional(session.selectedClassProperty());
        profile.setAccessibleText("In the mean over the layer's filters");
        getChildren().addAll(title, facts, how, new VBox(6, heading, profile));
        model.layerProperty().addListener((property, old, now) -> now.ifPresent(this::show));
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
        profile.barsProperty().set(bars(layer.scores(), selectedScores.get().classNames()));
    }

    private static java.util.stream.DoubleStream score(LayerView layer) {
        float[] scores = layer.scores().scores();
        return IntStream.range(0, scores.length).mapToDouble(k -> scores[k]);
    }

    private static List<Bars.Bar> bars(LayerScores scores, List<String> names) {
        double[] means = new double[names.size()];
        for (int c = 0; c < means.length; c++) {
            for (float share : scores.perClass()[c]) {
                means[c] += share / scores.filters();
            }
        }
        IntStream classes = means.length <= MOST_BARS ? IntStream.range(0, means.length)
                : IntStream.range(0, means.length).boxed().sorted(Comparator.comparingDouble((Integer c) -> -means[c]))
                        .limit(MOST_BARS).mapToInt(Integer::intValue);
        return classes.mapToObj(c -> new Bars.Bar(c, names.get(c), means[c], Math.round(100 * means[c]) + " %"))
                .toList();
    }
}
