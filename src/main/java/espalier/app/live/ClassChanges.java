package espalier.app.live;

import espalier.app.controls.Pen;
import espalier.app.controls.Plot;
import espalier.app.controls.Words;
import espalier.basics.Csv;
import espalier.basics.Figures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Tooltip;
import javafx.scene.text.TextAlignment;

/** How each class fares in the live network: the change of its accuracy in points, as a small bar with its number. */
final class ClassChanges extends Plot {

    /** More do not fit: of more classes those are shown that change most. */
    private static final int MOST = 10;
    private static final int A_ROW = 5;
    /** The length of a whole bar. */
    private static final double WHOLE = 0.5;
    private static final int NAME = 15;
    private static final int BAR = 4;
    private static final int ROW = NAME + BAR + 3;
    private static final double GAP = 16;

    private final LiveModel model;
    private final Tooltip tooltip = new Tooltip();

    ClassChanges(LiveModel model) {
        this.model = model;
        setId("live-classes");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(400);
        Tooltip.install(this, tooltip);
        redrawOn(model.nowProperty());
        model.nowProperty().addListener(change -> tell());
        tell();
    }

    private double[] changes() {
        return model.nowProperty().get().map(Live::changes).orElse(new double[0]);
    }

    private void tell() {
        double[] changes = changes();
        List<String> names = model.classNames();
        String all = IntStream.range(0, Math.min(changes.length, names.size()))
                .mapToObj(c -> names.get(c) + " " + Figures.points(changes[c])).collect(Collectors.joining(", "));
        setAccessibleText("Change of accuracy by class in points: " + all);
        tooltip.setText(
                "How accuracy changes by class against the unpruned network on the same validation pictures, in percentage "
                        + "points" + (names.size() > MOST ? "; shown are the " + MOST + " that change most" : "")
                        + (all.isEmpty() ? "." : ": " + all + "."));
    }

    @Override
    public Optional<String> csv() {
        double[] changes = changes();
        List<String> names = model.classNames();
        StringBuilder csv = new StringBuilder(Csv.line(List.of("class", "change of accuracy")));
        for (int c = 0; c < Math.min(changes.length, names.size()); c++) {
            csv.append(Csv.line(List.of(names.get(c), Csv.number(changes[c]))));
        }
        return Optional.of(csv.toString());
    }

    @Override
    protected double computePrefWidth(double height) {
        return 400;
    }

    @Override
    protected double computeMinHeight(double width) {
        return Math.max(1, (Math.min(MOST, model.classNames().size()) + A_ROW - 1) / A_ROW) * ROW;
    }

    @Override
    protected double computePrefHeight(double width) {
        return computeMinHeight(width);
    }

    @Override
    protected void draw(Pen graphics, double width, double height) {
        double[] changes = changes();
        List<String> names = model.classNames();
        List<Integer> shown = shown(changes, names.size());
        double each = (width + GAP) / A_ROW;
        graphics.setTextBaseline(VPos.CENTER);
        for (int i = 0; i < shown.size(); i++) {
            int c = shown.get(i);
            double change = c < changes.length ? changes[c] : Double.NaN;
            String number = c < changes.length ? Figures.points(change) : "…";
            double room = each - GAP;
            double left = i % A_ROW * each;
            int row = i / A_ROW;
            double top = row * (double) ROW;
            double numbers = Words.width(number, font()) + 4;
            graphics.setFill(muted());
            graphics.setTextAlign(TextAlignment.LEFT);
            graphics.fillText(Words.elided(names.get(c), font(), room - numbers), left, top + NAME / 2.0);
            graphics.setFill(text());
            graphics.setTextAlign(TextAlignment.RIGHT);
            graphics.fillText(number, left + room, top + NAME / 2.0);
            graphics.setFill(faint());
            graphics.fillRect(left, top + NAME, room, BAR);
            if (!Double.isNaN(change)) {
                double length = Math.min(1, Math.abs(change) / WHOLE) * room;
                graphics.setFill(change < 0 ? muted() : accent());
                graphics.fillRect(change < 0 ? left + room - length : left, top + NAME, length, BAR);
            }
        }
        graphics.setTextAlign(TextAlignment.LEFT);
        graphics.setTextBaseline(VPos.BASELINE);
    }

    private static List<Integer> shown(double[] changes, int classes) {
        List<Integer> all = new ArrayList<>(IntStream.range(0, classes).boxed().toList());
        if (classes > MOST && changes.length == classes) {
            all.sort(Comparator.comparingDouble(c -> Double.isNaN(changes[c]) ? 0 : -Math.abs(changes[c])));
        }
        return all.subList(0, Math.min(MOST, classes));
    }
}
