package espalier.app.filters;

import atlantafx.base.theme.Styles;
import espalier.app.controls.Images;
import espalier.app.controls.Legend;
import espalier.drawing.ColourMap;
import espalier.importance.KernelWeights;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Orientation;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.VBox;

/** A filter's kernel: in colour where it reads the picture, otherwise an image for each input channel. */
final class KernelView extends VBox {

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
        String what = colour ? String.format(Locale.ROOT, "In colour: grey is weight 0, the brightest ±%.2f.", largest)
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
