package espalier.app.explain;

import espalier.drawing.ColourMap;
import espalier.drawing.Interpolation;

/**
 * How maps are drawn: nothing here needs a network.
 *
 * @param colours of values
 * @param opacity of the colours over the picture, 0 to 1
 */
public record Drawing(Display display, Interpolation interpolation, ColourMap colours, double opacity) {

    /** How a map is drawn. */
    public enum Display {
        /** In colours over the picture. */
        HEAT_MAP("heat map", "The map in colours over the picture, as opaque as the slider says."),
        /** The highest tenth of the pixels. */
        TOP_SHARE("top 10 %",
                "An explanation map: the 10 % highest pixels stay visible, the rest is black (“Less is More”)."),
        /** Lines of equal value. */
        CONTOUR("contour", "Lines at a quarter, a half and three quarters of the scale over the unchanged picture."),
        /** The map less the unpruned network's. */
        DIFFERENCE("difference",
                "The map less the unpruned network's, on the same scale: red is more evidence, blue is less. The "
                        + "unpruned column shows its own map."),
        /** As the second paper drew it. */
        PAPER("paper's heat map",
                "0.7 · picture + 0.3 · jet(map²), as “Less is More” showed it to people. Colours and opacity are fixed.");

        private final String title;
        private final String explanation;

        Display(String title, String explanation) {
            this.title = title;
            this.explanation = explanation;
        }

        /** What is drawn. */
        public String explanation() {
            return explanation;
        }

        /** Whether a colour map is chosen for it. */
        public boolean hasColours() {
            return this == HEAT_MAP || this == CONTOUR || this == DIFFERENCE;
        }

        /** Whether an opacity is chosen for it. */
        public boolean hasOpacity() {
            return this == HEAT_MAP || this == DIFFERENCE;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /** Which maps share the value that has the highest colour. */
    public enum Scale {
        /** None: each has its own. */
        MAP("per map", "1 is each map's own highest value: shows where a network looks, not how strongly."),
        /** Those of one picture. */
        ROW("per picture",
                "1 is the highest value of all networks for the picture: a pale map has less evidence. Logits of two networks "
                        + "need not have the same scale."),
        /** All that are shown. */
        GLOBAL("one for all",
                "1 is the highest value of all maps on this page. Logits of two networks need not have the same scale.");

        private final String title;
        private final String explanation;

        Scale(String title, String explanation) {
            this.title = title;
            this.explanation = explanation;
        }

        /** What it means, and what to be careful about. */
        public String explanation() {
            return explanation;
        }

        @Override
        public String toString() {
            return title;
        }
    }
}
