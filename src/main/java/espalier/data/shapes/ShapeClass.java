package espalier.data.shapes;

import java.util.Locale;

/**
 * The ten classes of Shapes. Forms and surfaces are shared on purpose, so that some filters serve many classes and some
 * serve one: stripes and dots are on three forms each, checks on one; only one class is a cross.
 */
enum ShapeClass {
    STRIPED_DISC(Form.DISC, Surface.STRIPED),
    DOTTED_DISC(Form.DISC, Surface.DOTTED),
    PLAIN_RING(Form.RING, Surface.PLAIN),
    STRIPED_RING(Form.RING, Surface.STRIPED),
    PLAIN_TRIANGLE(Form.TRIANGLE, Surface.PLAIN),
    DOTTED_TRIANGLE(Form.TRIANGLE, Surface.DOTTED),
    CHECKERED_SQUARE(Form.SQUARE, Surface.CHECKERED),
    STRIPED_STAR(Form.STAR, Surface.STRIPED),
    DOTTED_STAR(Form.STAR, Surface.DOTTED),
    PLAIN_CROSS(Form.CROSS, Surface.PLAIN);

    final Form form;
    final Surface surface;

    ShapeClass(Form form, Surface surface) {
        this.form = form;
        this.surface = surface;
    }

    /** The name for a person: "striped disc". */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
