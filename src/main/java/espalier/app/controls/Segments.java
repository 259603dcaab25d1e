package espalier.app.controls;

import atlantafx.base.theme.Styles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

/**
 * One of a few values, as buttons side by side: exactly one is pressed.
 *
 * @param <T> the values
 */
public final class Segments<T> extends HBox {

    private static final int TOOLTIP_WIDTH = 520;

    private final ObjectProperty<T> value = new SimpleObjectProperty<>(this, "value");

    /**
     * The buttons.
     *
     * @param titles       on the buttons
     * @param explanations in tooltips
     */
    public Segments(List<T> values, Function<T, String> titles, Function<T, String> explanations) {
        getStyleClass().add("segments");
        ToggleGroup group = new ToggleGroup();
        List<ToggleButton> buttons = new ArrayList<>();
        for (T one : values) {
            ToggleButton button = new ToggleButton(titles.apply(one));
            button.setUserData(one);
            button.setMinWidth(USE_PREF_SIZE);
            button.setToggleGroup(group);
            Tooltip explanation = new Tooltip(explanations.apply(one));
            explanation.setWrapText(true);
            explanation.setMaxWidth(TOOLTIP_WIDTH);
            button.setTooltip(explanation);
            button.getStyleClass().addAll(Styles.SMALL, values.size() == 1 ? "" : one == values.get(0)
                    ? Styles.LEFT_PILL : one == values.get(values.size() - 1) ? Styles.RIGHT_PILL : Styles.CENTER_PILL);
            buttons.add(button);
        }
        getChildren().addAll(buttons);
        group.selectedToggleProperty().addListener((property, old, now) -> {
            if (now == null) {
                group.selectToggle(old);
            } else {
                @SuppressWarnings("unchecked")
                T chosen = (T) now.getUserData();
                value.set(chosen);
            }
        });
        value.addListener((property, old, now) -> buttons.stream().filter(button -> button.getUserData() == now)
                .findFirst().ifPresent(group::selectToggle));
        value.set(values.get(0));
    }

    /** The chosen value. */
    public ObjectProperty<T> valueProperty() {
        return value;
    }
}
