package espalier.app.controls;

import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.Image;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** Draws on a canvas. */
record CanvasPen(GraphicsContext graphics) implements Pen {

    @Override
    public void setFill(Paint fill) {
        graphics.setFill(fill);
    }

    @Override
    public Paint getFill() {
        return graphics.getFill();
    }

    @Override
    public void setStroke(Color stroke) {
        graphics.setStroke(stroke);
    }

    @Override
    public void setLineWidth(double width) {
        graphics.setLineWidth(width);
    }

    @Override
    public void setLineDashes(double... dashes) {
        graphics.setLineDashes(dashes);
    }

    @Override
    public void setGlobalAlpha(double alpha) {
        graphics.setGlobalAlpha(alpha);
    }

    @Override
    public void setFont(Font font) {
        graphics.setFont(font);
    }

    @Override
    public void setTextAlign(TextAlignment align) {
        graphics.setTextAlign(align);
    }

    @Override
    public void setTextBaseline(VPos baseline) {
        graphics.setTextBaseline(baseline);
    }

    @Override
    public void setImageSmoothing(boolean smooth) {
        graphics.setImageSmoothing(smooth);
    }

    @Override
    public void fillText(String text, double x, double y) {
        graphics.fillText(text, x, y);
    }

    @Override
    public void strokeLine(double x1, double y1, double x2, double y2) {
        graphics.strokeLine(x1, y1, x2, y2);
    }

    @Override
    public void fillRect(double x, double y, double width, double height) {
        graphics.fillRect(x, y, width, height);
    }

    @Override
    public void strokeRect(double x, double y, double width, double height) {
        graphics.strokeRect(x, y, width, height);
    }

    @Override
    public void fillRoundRect(double x, double y, double width, double height, double arcWidth, double arcHeight) {
        graphics.fillRoundRect(x, y, width, height, arcWidth, arcHeight);
    }

    @Override
    public void strokeRoundRect(double x, double y, double width, double height, double arcWidth, double arcHeight) {
        graphics.strokeRoundRect(x, y, width, height, arcWidth, arcHeight);
    }

    @Override
    public void fillOval(double x, double y, double width, double height) {
        graphics.fillOval(x, y, width, height);
    }

    @Override
    public void strokeOval(double x, double y, double width, double height) {
        graphics.strokeOval(x, y, width, height);
    }

    @Override
    public void fillPolygon(double[] xs, double[] ys, int points) {
        graphics.fillPolygon(xs, ys, points);
    }

    @Override
    public void strokePolygon(double[] xs, double[] ys, int points) {
        graphics.strokePolygon(xs, ys, points);
    }

    @Override
    public void strokeCurve(double... points) {
        graphics.beginPath();
        graphics.moveTo(points[0], points[1]);
        graphics.bezierCurveTo(points[2], points[3], points[4], points[5], points[6], points[7]);
        graphics.stroke();
    }

    @Override
    public void drawImage(Image image, double x, double y, double width, double height) {
        graphics.drawImage(image, x, y, width, height);
    }

    @Override
    public void within(double x, double y, double width, double height, Runnable drawing) {
        graphics.save();
        graphics.beginPath();
        graphics.rect(x, y, width, height);
        graphics.clip();
        drawing.run();
        graphics.restore();
    }
}
