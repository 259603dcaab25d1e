package espalier.app.shell;

import atlantafx.base.theme.Styles;
import espalier.app.Notices;
import espalier.app.Session;
import espalier.basics.Problem;
import espalier.data.Dataset;
import java.util.List;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.util.Duration;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * How many pictures were left out because their files are damaged, and which. They are found when they are decoded, on
 * whatever thread that is, so this looks for them. A notice names them once for each data set that is opened.
 */
final class LeftOutStatus extends Label {

    private static final int NAMED_IN_NOTICE = 3;
    private static final int NAMED_IN_TOOLTIP = 20;

    private final Session session;
    private final Notices notices;
    private final Tooltip names = new Tooltip();
    private List<String> known = List.of();
    private boolean told;

    LeftOutStatus(Session session, Notices notices) {
        this.session = session;
        this.notices = notices;
        setId("left-out");
        FontIcon sign = new FontIcon("fth-alert-triangle");
        sign.getStyleClass().add(Styles.WARNING);
        setGraphic(sign);
        setMinWidth(USE_PREF_SIZE);
        managedProperty().bind(visibleProperty());
        names.setWrapText(true);
        names.setMaxWidth(560);
        setTooltip(names);
        show(List.of());
        session.dataProperty().addListener((property, old, now) -> {
            if (old == null || now == null || !old.specification().equals(now.specification())) {
                told = false;
                show(List.of());
            }
        });
        Timeline every = new Timeline(new KeyFrame(Duration.seconds(1), event -> look()));
        every.setCycleCount(Animation.INDEFINITE);
        // Only while it is in a window: an endless animation would keep what was closed.
        sceneProperty().addListener((scene, old, now) -> {
            if (now == null) {
                every.stop();
            } else {
                every.play();
            }
        });
    }

    private void look() {
        Dataset data = session.getData();
        List<String> now = data == null ? List.of() : data.skipped();
        if (now.size() != known.size()) {
            show(now);
        } else if (!now.isEmpty() && !told) {
            // No more came since the last look: one notice for all instead of one for each.
            told = true;
            notices.report(new Problem("Of “" + data.title() + "” " + count(now) + (now.size() == 1 ? " was" : " were")
                    + " left out as damaged; the others are used:\n" + names(now, NAMED_IN_NOTICE)
                    + "\nReplace or delete " + (now.size() == 1 ? "this file." : "these files.")));
        }
    }

    private void show(List<String> skipped) {
        known = skipped;
        setText(count(skipped) + " left out");
        names.setText("Damaged files, as far as pictures were read:\n" + names(skipped, NAMED_IN_TOOLTIP));
        setVisible(!skipped.isEmpty());
    }

    private static String count(List<String> skipped) {
        return skipped.size() + (skipped.size() == 1 ? " picture" : " pictures");
    }

    /** A line for each, up to so many. */
    private static String names(List<String> skipped, int most) {
        return String.join("\n", skipped.subList(0, Math.min(most, skipped.size())))
                + (skipped.size() > most ? "\nand " + (skipped.size() - most) + " more" : "");
    }
}
