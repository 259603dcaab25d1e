package espalier.app.controls;

import espalier.basics.Csv;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.input.MouseButton;
import javafx.scene.text.TextAlignment;

/** Named bars under each other, with their numbers. A click chooses one. */
public final class Bars extends Plot {

    private static final int ROW = 17;

    private final ObjectProperty<List<Bar>> bars = new SimpleObjectProperty<>(this, "bars", List.of());
    private final IntegerProperty selected = new SimpleIntegerProperty(this, "selected", -1);

    /**
     * A bar.
     *
     * @param id    what {@link Bars#selected} says
     * @param name  left of it
     * @param share its length, 0 to 1; −1 to 0 to the left, and then all bars begin in the middle
     * @param value right of it
     */
    public record Bar(int id, String name, double share, String value) {}

    /** No bars. */
    public Bars() {
        getStyleClass().add("bars");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        redrawOn(bars, selected);
        bars.addListener((property, old, now) -> setAccessibleHelp(
                String.join(", ", now.stream().map(bar -> bar.name() + " " + bar.value()).toList())));
        setOnMouseClicked(event -> {
            int row = (int) (event.getY() / ROW);
            if (event.getButton() == MouseButton.PRIMARY && row < bars.get().size()) {
                selected.set(bars.get().get(row).id());
            }
        });
    }

    /** The bars, from the top. */
    public ObjectProperty<List<Bar>> barsProperty() {
        return bars;
    }

    /** The id of the chosen bar, or −1. */
    public IntegerProperty selectedProperty() {
        return selected;
    }

    @Override
    public Optional<String> csv() {
        StringBuilder csv = new StringBuilder(Csv.line(List.of("name", "share", "value")));
        bars.get().forEach(bar -> csv.append(Csv.line(List.of(bar.name(), Csv.number(bar.share()), bar.value()))));
        return Optional.of(csv.toString());
    }

    @Override
    protected double computePrefWidth(double height) {
        return 200;
    }

    @Override
    protected double computePrefHeight(double width) {
        return bars.get().size() * ROW;
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected void draw(Pen graphics, double width, double height) {
        double names = Math.min(width * 0.45,
                bars.get().stream().mapToDouble(bar -> Words.width(bar.name(), font())).max().orElse(0)) + 8;
        double numbers = bars.get().stream().mapToDouble(bar -> Words.width(bar.value(), font())).max().orElse(0) + 8;
        double room = Math.max(0, width - names - numbers);
        boolean bothWays = bars.get().stream().anyMatch(bar -> bar.share() < 0);
        double zero = Math.round(bothWays ? names + room / 2 : names);
        double unit = bothWays ? room / 2 : room;
        graphics.setTextBaseline(VPos.CENTER);
        for (int row = 0; row < bars.get().size(); row++) {
            Bar bar = bars.get().get(row);
            double y = row * ROW;
            boolean chosen = bar.id() == selected.get();
            graphics.setFill(chosen ? text() : muted());
            graphics.setTextAlign(TextAlignment.RIGHT);
            graphics.fillText(Words.elided(bar.name(), font(), names - 8), names - 8, y + ROW / 2.0);
            graphics.fillText(bar.value(), width, y + ROW / 2.0);
            graphics.setFill(faint());
            graphics.fillRect(names, y + 3, room, ROW - 6);
            graphics.setFill(chosen ? accent() : muted());
            double length = Math.round(unit * Math.min(1, Math.abs(bar.share())));
            graphics.fillRect(bar.share() < 0 ? zero - length : zero, y + 3, length, ROW - 6);
        }
        if (bothWays) {
            graphics.setFill(text());
            graphics.fillRect(zero, 0, 1, ROW * bars.get().size());
        }
        graphics.setTextAlign(TextAlignment.LEFT);
        graphics.setTextBaseline(VPos.BASELINE);
    }
}
