package espalier.app.overview;

import espalier.app.Theme;
import espalier.app.controls.Pen;
import espalier.app.controls.Plot;
import espalier.app.controls.Words;
import espalier.app.overview.DiagramLayout.Column;
import espalier.basics.Csv;
import espalier.basics.Figures;
import espalier.importance.NetworkScores;
import espalier.network.LayerInfo;
import espalier.network.LayerKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.geometry.VPos;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import javafx.util.Duration;

/**
 * The network drawn from left to right. A block's height is its number of filters; what was taken out is hatched around
 * it; the square below is the size of its maps, and the strip below that which classes its filters matter to. A click
 * selects the layer, a second opens it.
 */
final class NetworkDiagram extends Plot {

    private static final double BLOCK_SHARE = 0.6;
    /** How high an arc rises over the blocks that it passes. */
    private static final double ARC = 12;
    private static final double HATCH = 5;

    private final ObjectProperty<List<Column>> columns = new SimpleObjectProperty<>(this, "columns", List.of());
    private final ObjectProperty<Image> picture = new SimpleObjectProperty<>(this, "picture");
    private final ObjectProperty<NetworkScores> scores = new SimpleObjectProperty<>(this, "scores");
    private final ScoreStrips strips = new ScoreStrips();
    private final StringProperty selectedLayer = new SimpleStringProperty(this, "selectedLayer");
    private final Tooltip tooltip = new Tooltip();
    private Consumer<String> opener = layer -> {};
    private int hovered = -1;

    NetworkDiagram() {
        setId("network-diagram");
        setFocusTraversable(true);
        setAccessibleText("The network's layers");
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(380);
        tooltip.setShowDelay(Duration.millis(200));
        Tooltip.install(this, tooltip);
        setOnMouseMoved(this::hover);
        setOnMouseExited(event -> hover(-1));
        setOnMouseClicked(this::clicked);
        setOnKeyPressed(this::keyPressed);
        redrawOn(columns, picture, scores, selectedLayer);
        Theme.whenValueColoursChange(this, this::redraw);
        columns.addListener((property, old, now) -> requestParentLayout());
    }

    ObjectProperty<List<Column>> columnsProperty() {
        return columns;
    }

    /** Shown as the input. */
    ObjectProperty<Image> pictureProperty() {
        return picture;
    }

    /** Shown below the convolutions; null while they are not known. */
    ObjectProperty<NetworkScores> scoresProperty() {
        return scores;
    }

    StringProperty selectedLayerProperty() {
        return selectedLayer;
    }

    /** Told of a convolution that is to be looked at closely. */
    void setOpener(Consumer<String> opener) {
        this.opener = opener;
    }

    /** A line for each layer. */
    @Override
    public Optional<String> csv() {
        StringBuilder csv = new StringBuilder(Csv.line(
                List.of("layer", "kind", "channels", "channels_before", "height", "width", "parameters", "macs")));
        for (Column column : columns.get()) {
            LayerInfo layer = column.layer();
            csv.append(Csv.line(List.of(layer.name(), layer.kind().name().toLowerCase(Locale.ROOT),
                    Integer.toString(layer.channels()), Integer.toString(column.before()),
                    Integer.toString(layer.height()), Integer.toString(layer.width()),
                    Long.toString(layer.parameters()), Long.toString(layer.macs()))));
        }
        return Optional.of(csv.toString());
    }

    @Override
    protected double computeMinWidth(double height) {
        return DiagramLayout.leastWidth(columns.get());
    }

    @Override
    protected double computePrefHeight(double width) {
        return 266;
    }

    /** The middle of a block. */
    double middle(int column) {
        return places().middle(column);
    }

    private DiagramLayout places() {
        return new DiagramLayout(columns.get(), getWidth());
    }

    @Override
    protected void draw(Pen graphics, double width, double height) {
        if (columns.get().isEmpty()) {
            return;
        }
        double line = Math.ceil(Words.height(font()));
        double bottom = height - 2 * line - DiagramWords.SQUARE - ScoreStrips.HEIGHT - 14;
        new Drawing(graphics, line + 2, bottom, line).draw();
    }

    private void hover(MouseEvent event) {
        hover(places().at(event.getX()));
    }

    private void hover(int column) {
        if (column != hovered) {
            hovered = column;
            tooltip.hide();
            if (column >= 0) {
                tooltip.setText(LayerWords.of(columns.get().get(column)));
            }
            redraw();
        }
    }

    private void clicked(MouseEvent event) {
        requestFocus();
        if (event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        int column = places().at(event.getX());
        if (column >= 0 && columns.get().get(column).layer().isConvolution()) {
            selectedLayer.set(columns.get().get(column).layer().name());
            if (event.getClickCount() == 2) {
                opener.accept(selectedLayer.get());
            }
        }
    }

    private void keyPressed(KeyEvent event) {
        int step = event.getCode() == KeyCode.RIGHT ? 1 : event.getCode() == KeyCode.LEFT ? -1 : 0;
        List<String> names = columns.get().stream().map(Column::layer).filter(LayerInfo::isConvolution)
                .map(LayerInfo::name).toList();
        if (step != 0 && !names.isEmpty()) {
            int next = Math.max(0, Math.min(names.size() - 1, names.indexOf(selectedLayer.get()) + step));
            selectedLayer.set(names.get(next));
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER && selectedLayer.get() != null) {
            opener.accept(selectedLayer.get());
            event.consume();
        }
    }

    /** One drawing of everything. */
    private final class Drawing {

        private final Pen graphics;
        private final DiagramLayout layout = places();
        private final double top;
        private final double bottom;
        private final double line;
        private final double most;

        Drawing(Pen graphics, double top, double bottom, double line) {
            this.graphics = graphics;
            this.top = top + (passes() ? ARC + 6 : 0);
            this.bottom = bottom;
            this.line = line;
            this.most = columns.get().stream().filter(column -> column.layer().kind() != LayerKind.INPUT)
                    .mapToInt(Column::before).max().orElse(1);
        }

        void draw() {
            graphics.setTextAlign(TextAlignment.CENTER);
            graphics.setTextBaseline(VPos.CENTER);
            for (int i = 0; i < columns.get().size(); i++) {
                for (int input : columns.get().get(i).inputs()) {
                    connect(input, i);
                }
            }
            double strip = bottom + line + DiagramWords.SQUARE + 16;
            for (int i = 0; i < columns.get().size(); i++) {
                strips.draw(graphics, scores.get(), columns.get().get(i).layer(), layout.middle(i), strip,
                        layout.room(i), muted(), font());
                block(i);
            }
            new DiagramWords(graphics, layout, font(), text(), muted()).draw(line / 2 + 1, bottom + 6 + line / 2);
        }

        /** Whether something flows past a block. */
        private boolean passes() {
            return IntStream.range(0, columns.get().size())
                    .anyMatch(i -> columns.get().get(i).inputs().stream().anyMatch(input -> input != i - 1));
        }

        private double axis() {
            return (top + bottom) / 2;
        }

        private double half(Column column, int channels) {
            if (column.layer().kind() == LayerKind.INPUT) {
                return Math.min(layout.room(0) * BLOCK_SHARE, bottom - top) / 2;
            }
            return Math.max(2, channels / most * (bottom - top) / 2);
        }

        private double halfWidth(int column) {
            boolean block = columns.get().get(column).isBlock();
            return Math.max(1, layout.room(column) * (block ? BLOCK_SHARE : 0.5) / 2);
        }

        /** What flows from one block to the next, as high as the maps are many; past blocks between them, an arc. */
        private void connect(int from, int to) {
            Column source = columns.get().get(from);
            Column target = columns.get().get(to);
            double x1 = layout.middle(from) + halfWidth(from);
            double x2 = layout.middle(to) - halfWidth(to);
            double y1 = half(source, source.layer().channels());
            double y2 = half(target, target.layer().channels());
            if (to == from + 1) {
                graphics.setFill(faint());
                graphics.fillPolygon(new double[] {x1, x2, x2, x1},
                        new double[] {axis() - y1, axis() - y2, axis() + y2, axis() + y1}, 4);
            } else {
                arc(from, to, axis() - y1, axis() - y2);
            }
        }

        /** From one block's top to another's, a little higher than all between. */
        private void arc(int from, int to, double start, double end) {
            double highest = columns.get().subList(from, to + 1).stream()
                    .mapToDouble(column -> half(column, column.layer().channels())).max().orElse(0);
            double peak = axis() - highest - ARC;
            double control = (8 * peak - start - end) / 6;
            graphics.setStroke(muted());
            graphics.setLineWidth(1.5);
            graphics.strokeCurve(layout.middle(from), start, layout.middle(from), control, layout.middle(to), control,
                    layout.middle(to), end);
        }

        private void block(int index) {
            Column column = columns.get().get(index);
            double x = layout.middle(index);
            double w = halfWidth(index);
            double kept = half(column, column.layer().channels());
            if (column.layer().kind() == LayerKind.INPUT && picture.get() != null) {
                graphics.setImageSmoothing(false);
                graphics.drawImage(picture.get(), x - kept, axis() - kept, 2 * kept, 2 * kept);
                return;
            }
            if (column.removed() > 0 && column.isBlock()) {
                double before = half(column, column.before());
                hatch(x - w, axis() - before, 2 * w, before - kept);
                hatch(x - w, axis() + kept, 2 * w, before - kept);
                graphics.setStroke(muted());
                graphics.setLineWidth(1);
                graphics.setLineDashes(3, 3);
                graphics.strokeRect(x - w + .5, axis() - before + .5, 2 * w - 1, 2 * before - 1);
                graphics.setLineDashes();
            }
            graphics.setFill(fill(column, index == hovered));
            graphics.fillRoundRect(x - w, axis() - kept, 2 * w, 2 * kept, 4, 4);
            if (column.layer().name().equals(selectedLayer.get())) {
                graphics.setStroke(text());
                graphics.setLineWidth(2);
                graphics.strokeRoundRect(x - w - 2, axis() - kept - 2, 2 * w + 4, 2 * kept + 4, 6, 6);
            }
        }

        private Color fill(Column column, boolean isHovered) {
            Color colour = column.layer().isConvolution() ? accent() : muted();
            double strength = (column.isBlock() ? .8 : .45) + (isHovered ? .2 : 0);
            return colour.deriveColor(0, 1, 1, strength);
        }

        private void hatch(double x, double y, double w, double h) {
            graphics.within(x, y, w, h, () -> {
                graphics.setStroke(muted().deriveColor(0, 1, 1, .45));
                graphics.setLineWidth(1.2);
                for (double d = -h; d < w; d += HATCH) {
                    graphics.strokeLine(x + d, y + h, x + d + h, y);
                }
            });
        }
    }

    /** What a layer does, in words for students. */
    static final class LayerWords {

        private LayerWords() {}

        /** A few lines on a block. */
        static String of(Column column) {
            LayerInfo layer = column.layer();
            StringBuilder words = new StringBuilder(layer.name()).append(" – ").append(kind(layer)).append('\n');
            words.append("Gives ").append(layer.height() == 1 && layer.width() == 1 ? layer.channels() + " numbers."
                    : layer.channels() + " maps of " + layer.height() + "×" + layer.width() + ".");
            if (layer.parameters() > 0) {
                words.append('\n').append(Figures.large(layer.parameters())).append(" parameters");
                if (layer.macs() > 0) {
                    words.append(", ").append(Figures.large(layer.macs()))
                            .append(" MACs (multiply-accumulates for one picture)");
                }
            }
            if (column.removed() > 0) {
                words.append('\n').append("Pruned: ").append(layer.channels()).append(" of ").append(column.before())
                        .append(" are left.");
            }
            return words.toString();
        }

        private static String kind(LayerInfo layer) {
            return switch (layer.kind()) {
                case INPUT -> "the picture, in red, green and blue";
                case CONVOLUTION -> "convolution: " + layer.channels() + " filters of " + layer.kernel() + "×"
                        + layer.kernel() + " pixels slide over the maps before, each looking for its own pattern"
                        + (layer.groups() > 1 ? " in one of " + layer.groups() + " groups of them" : "");
                case DEPTHWISE_CONVOLUTION -> "depthwise convolution: each filter slides over one map only";
                case DENSE -> "fully connected layer: every number is a weighted sum of all before";
                case OUTPUT -> "classifier: a number for each class; the largest is the prediction";
                case POOLING -> "pooling: keeps the strongest answer of each small window, so maps become smaller";
                case GLOBAL_POOLING -> "global pooling: one number for each map, its mean";
                case ADD -> "sum of several layers: a residual connection";
                case MULTIPLY ->
                    "product of several layers, map by map: a gate, which lets one through as far as another says";
                case COMBINE -> "several layers made one, map by map: their mean, difference or maximum";
                case SHORTCUT ->
                    "shortcut without parameters: every second pixel, with maps of zeros added to fit the sum behind it";
                case CONCATENATE -> "several layers side by side";
                case RESIZING -> "maps padded, cropped or enlarged (" + layer.type() + ")";
                case BATCH_NORM -> "batch norm";
                case ACTIVATION -> "activation";
                case DROPOUT -> "dropout";
                case OTHER -> layer.type();
            };
        }
    }
}
