package espalier.app.compare;

import espalier.app.controls.Chart;
import espalier.app.controls.Plot;
import espalier.app.controls.Words;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;

/** The key to the runs: each one's mark beside its name; what has no room is counted. */
final class RunKey extends Plot {

    private final CompareViewModel model;

    RunKey(CompareViewModel model) {
        this.model = model;
        setAccessibleRole(AccessibleRole.TEXT);
        redrawOn(model.networks());
        setMinWidth(0);
    }

    @Override
    protected double computePrefHeight(double width) {
        return Math.ceil(Words.height(font())) + 4;
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefWidth(double height) {
        return 500;
    }

    @Override
    protected void draw(GraphicsContext graphics, double width, double height) {
        List<String> runs = model.runs();
        graphics.setTextBaseline(VPos.CENTER);
        double x = 6;
        for (int i = 0; i < runs.size(); i++) {
            String title = model.runTitle(runs.get(i));
            double needed = 18 + Words.width(title, font());
            if (x + needed > width - (i + 1 < runs.size() ? 70 : 0)) {
                graphics.setFill(muted());
                graphics.fillText("and " + (runs.size() - i) + " more", x, height / 2);
                break;
            }
            graphics.setFill(i == 0 ? accent() : muted());
            Chart.drawMark(graphics, i, x, height / 2);
            graphics.setFill(i == 0 ? text() : muted());
            graphics.fillText(title, x + 9, height / 2);
            x += needed + 6;
        }
        setAccessibleText(String.join("; ", runs.stream().map(model::runTitle).toList()));
    }
}
