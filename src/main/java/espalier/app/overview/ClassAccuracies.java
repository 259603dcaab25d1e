package espalier.app.overview;

import espalier.app.OpenNetwork;
import espalier.app.Session;
import espalier.basics.Csv;
import espalier.basics.Figures;
import espalier.training.Evaluation;
import java.util.List;
import javafx.beans.property.IntegerProperty;
import javafx.css.PseudoClass;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** A bar for each class: the share of its test pictures that the network tells; a tick marks the unpruned network's. */
final class ClassAccuracies extends VBox {

    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

    private final Session session;

    ClassAccuracies(Session session) {
        this.session = session;
        setId("class-accuracies");
        getStyleClass().add("class-accuracies");
        session.selectedProperty().addListener((selected, old, now) -> build());
        session.unprunedProperty().addListener((unpruned, old, now) -> build());
        session.selectedClassProperty().addListener((selected, old, now) -> mark());
        build();
    }

    private void build() {
        OpenNetwork network = session.getSelected();
        if (network == null) {
            getChildren().clear();
            return;
        }
        double[] before = session.getUnpruned() == null ? null : perClass(session.getUnpruned());
        double[] now = perClass(network);
        List<String> names = network.description().classNames();
        getChildren().clear();
        for (int c = 0; c < names.size(); c++) {
            getChildren().add(row(c, names.get(c), at(now, c), network.isUnpruned() ? Double.NaN : at(before, c)));
        }
        mark();
    }

    /** The shares as CSV: a line for each class. */
    String csv() {
        OpenNetwork network = session.getSelected();
        OpenNetwork unpruned = session.getUnpruned();
        StringBuilder csv = new StringBuilder(Csv.line(List.of("class", "accuracy", "unpruned")));
        List<String> names = network == null ? List.of() : network.description().classNames();
        for (int c = 0; c < names.size(); c++) {
            csv.append(Csv.line(List.of(names.get(c), Csv.number(at(perClass(network), c)),
                    Csv.number(unpruned == null ? Double.NaN : at(perClass(unpruned), c)))));
        }
        return csv.toString();
    }

    private static double[] perClass(OpenNetwork network) {
        return network.test().map(Evaluation::perClass).orElse(null);
    }

    private static double at(double[] values, int index) {
        return values == null || index >= values.length ? Double.NaN : values[index];
    }

    private ToggleButton row(int number, String name, double accuracy, double before) {
        Label title = new Label(name);
        Label figure = new Label(Figures.percent(accuracy));
        figure.setMinWidth(USE_PREF_SIZE);
        GridPane line = new GridPane();
        ColumnConstraints names = new ColumnConstraints(60, 130, 150);
        ColumnConstraints bars = new ColumnConstraints(40, 50, Double.MAX_VALUE, Priority.ALWAYS, HPos.LEFT, true);
        ColumnConstraints figures = new ColumnConstraints(64, 64, 64, Priority.NEVER, HPos.RIGHT, false);
        line.getColumnConstraints().addAll(names, bars, figures);
        line.addRow(0, title, new Bar(accuracy, before), figure);
        ToggleButton row = new ToggleButton(null, line);
        line.prefWidthProperty().bind(row.widthProperty().subtract(16));
        row.setMaxWidth(Double.MAX_VALUE);
        row.setUserData(number);
        row.getStyleClass().add("class-row");
        row.setAccessibleText(name + ": " + Figures.percent(accuracy));
        row.setTooltip(new Tooltip(name + ": " + Figures.percent(accuracy)
                + (Double.isNaN(before) ? "" : ", unpruned " + Figures.percent(before))
                + "\nClick to look at this class on all pages"));
        IntegerProperty chosen = session.selectedClassProperty();
        row.setOnAction(event -> chosen.set(chosen.get() == number ? -1 : number));
        return row;
    }

    private void mark() {
        int chosen = session.getSelectedClass();
        getChildren().forEach(row -> {
            ((ToggleButton) row).setSelected(row.getUserData().equals(chosen));
            row.pseudoClassStateChanged(CHOSEN, row.getUserData().equals(chosen));
        });
    }

    /** A bar of 0 to 1 with a tick. */
    private static final class Bar extends Region {

        private final Region filled = new Region();
        private final Region tick = new Region();
        private final double value;
        private final double before;

        Bar(double value, double before) {
            this.value = value;
            this.before = before;
            getStyleClass().add("class-bar");
            filled.getStyleClass().add("filled");
            tick.getStyleClass().add("tick");
            filled.setVisible(!Double.isNaN(value));
            tick.setVisible(!Double.isNaN(before));
            getChildren().addAll(filled, tick);
        }

        @Override
        protected void layoutChildren() {
            double bar = 10;
            double y = (getHeight() - bar) / 2;
            filled.resizeRelocate(0, y, Double.isNaN(value) ? 0 : value * getWidth(), bar);
            tick.resizeRelocate(Double.isNaN(before) ? 0 : before * (getWidth() - 2), y - 3, 2, bar + 6);
        }

        @Override
        protected double computePrefHeight(double width) {
            return 18;
        }
    }
}
