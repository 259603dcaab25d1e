package espalier.app.shell;

import atlantafx.base.theme.Styles;
import espalier.app.Workbench;
import espalier.basics.Problem;
import espalier.data.Dataset;
import espalier.data.LeftOut;
import java.util.List;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.util.Duration;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * How many pictures were left out because their files are damaged, and which. They are found when they are decoded, on whatever
 * thread that is, so this looks for them. A notice names them once for each data set that is opened.
 */
final class LeftOutStatus extends Label {

    private final Workbench workbench;
    private final Tooltip names = new Tooltip();
    private List<String> known = List.of();
    private boolean told;

    LeftOutStatus(Workbench workbench) {
        this.workbench = workbench;
        setId("left-out");
        FontIcon sign = new FontIcon("fth-alert-triangle");
        sign.getStyleClass().add(Styles.WARNING);
        setGraphic(sign);
        setMinWidth(USE_PREF_SIZE);
        managedProperty().bind(visibleProperty());
        names.setWrapText(true);
        names.setMaxWidth(420);
        setTooltip(names);
        show(List.of());
        workbench.data().addListener((property, old, now) -> {
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
        Dataset data = workbench.data().get();
        List<String> now = data == null ? List.of() : data.skipped();
        if (now.size() != known.size()) {
            show(now);
        } else if (!now.isEmpty() && !told) {
            // No more came since the last look: one notice for all instead of one for each.
            told = true;
            workbench.report(new Problem("Of “" + data.title() + "” " + LeftOut.sentence(now).orElseThrow()
                    + " Everything else is used. Replace or delete these files."));
        }
    }

    private void show(List<String> skipped) {
        known = skipped;
        setText(LeftOut.count(skipped) + " left out");
        names.setText(LeftOut.sentence(skipped).orElse("") + " Damaged files are found as pictures are read.");
        setVisible(!skipped.isEmpty());
    }
}
