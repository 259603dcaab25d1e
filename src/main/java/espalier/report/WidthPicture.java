package espalier.report;

import espalier.drawing.Svg;
import espalier.workspace.RunRecord.MilestoneRecord;
import java.util.List;
import java.util.Map;

/** How wide each convolution is at each rate: a row for each, its bars within each other, the narrowest on top. */
final class WidthPicture {

    private static final double ROW = 24;
    private static final double TOP = 62;
    private static final double PLOT = 430;
    private static final double LETTER = 7.2;

    private WidthPicture() {}

    /** @param milestones the unpruned network first, then by rising rate */
    static String of(String title, List<MilestoneRecord> milestones) {
        Map<String, Integer> before = milestones.get(0).widths();
        List<String> layers = List.copyOf(before.keySet());
        double left = 24 + LETTER * layers.stream().mapToInt(String::length).max().orElse(0);
        int widest = before.values().stream().mapToInt(Integer::intValue).max().orElse(1);
        Svg svg = new Svg(left + PLOT + 70, TOP + ROW * layers.size() + 12, title);
        svg.text(16, 22, "start", title);
        double x = left;
        for (int m = 0; m < milestones.size(); m++) {
            String name = milestones.get(m).title();
            svg.rectangle(x, 36, 12, 12, Svg.shade(m, milestones.size()));
            svg.text(x + 18, 46.5, "start", name);
            x += 34 + LETTER * name.length();
        }
        for (int row = 0; row < layers.size(); row++) {
            String layer = layers.get(row);
            double y = TOP + ROW * row;
            svg.text(left - 10, y + 14, "end", layer);
            for (int m = 0; m < milestones.size(); m++) {
                int width = milestones.get(m).widths().getOrDefault(layer, 0);
                double inset = Math.min(m, 3) * 1.5;
                svg.rectangle(left, y + 2 + inset, PLOT * width / widest, ROW - 6 - 2 * inset,
                        Svg.shade(m, milestones.size()));
            }
            int last = milestones.get(milestones.size() - 1).widths().getOrDefault(layer, 0);
            svg.text(left + PLOT * before.get(layer) / widest + 8, y + 14, "start", before.get(layer) + " → " + last);
        }
        return svg.end();
    }
}
