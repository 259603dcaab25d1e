package espalier.app.train;

import atlantafx.base.theme.Styles;
import espalier.app.Page;
import espalier.app.controls.FormParts;
import espalier.app.controls.Named;
import espalier.app.controls.NumberInput;
import espalier.app.controls.Segments;
import espalier.basics.Figures;
import espalier.network.Architectures;
import espalier.network.Front;
import espalier.training.Beginning;
import espalier.training.TrainingEffort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ObservableStringValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** The form, with the one button below it. */
final class TrainFormPane extends VBox {

    private final TrainViewModel model;
    private final TrainForm form;

    /** How the person is asked for a folder of pictures and for a network's file. */
    record Asking(Supplier<Optional<Path>> forFolder, Supplier<Optional<Path>> forNetwork) {

        Optional<Path> folder() {
            return forFolder.get();
        }

        Optional<Path> network() {
            return forNetwork.get();
        }
    }

    /** @param ask how the person is asked for files and folders */
    TrainFormPane(TrainViewModel model, Asking ask) {
        this.model = model;
        form = model.form();
        getStyleClass().addAll("prune-form", "train-form");
        VBox sections = new VBox(pictures(ask), beginning(ask), effort(), changes(), more());
        sections.getStyleClass().add("sections");
        ScrollPane scroll = new ScrollPane(sections);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(scroll, action());
    }

    private Node pictures(Asking ask) {
        Button folder = button("Folder…", "choose-folder", "A folder with a sub-folder of pictures for each class");
        folder.setOnAction(event -> ask.folder().ifPresent(model::useFolder));
        Button open = button("Those open", "use-open-data", "The pictures that are open");
        open.setOnAction(event -> form.dataProperty().set(""));
        Page.showWhile(open, form.dataProperty().isNotEmpty());
        return FormParts.section("Pictures",
                "What the network learns. A few hundred are enough to begin with another network.",
                chosen("data", model.picturesProperty(), folder, open));
    }

    private Node beginning(Asking ask) {
        Segments<Beginning> kind = new Segments<>(List.of(Beginning.NEW_HEAD, Beginning.NEW),
                one -> one == Beginning.NEW ? "An architecture" : "A network",
                one -> one == Beginning.NEW
                        ? "Random weights: needs thousands of pictures, or classes that are easy to tell apart"
                        : "Transfer learning: the layers of a network that knows other pictures, with a new last layer for "
                                + "these classes. Good with a few hundred pictures");
        kind.setId("beginning");
        kind.valueProperty().bindBidirectional(form.beginningProperty());
        BooleanBinding anew = form.beginningProperty().isEqualTo(Beginning.NEW);
        VBox transfer = new VBox(network(ask), frozen());
        transfer.getStyleClass().add("rows");
        Page.showWhile(transfer, anew.not());
        VBox architecture = new VBox(architecture(), number(form.size(), "64 by 64 suits most of these architectures"));
        architecture.getStyleClass().add("rows");
        Page.showWhile(architecture, anew);
        return FormParts.section("Begin with", "What the network is before it is trained.", kind, transfer,
                architecture);
    }

    private Node network(Asking ask) {
        Button file = button("File…", "choose-network",
                "One of Espalier's networks. One of another program is opened first, which imports it");
        file.setOnAction(event -> ask.network().ifPresent(model::useFile));
        Button open = button("The open one", "use-open-network", "The network that is open");
        open.setOnAction(event -> form.fileProperty().set(Optional.empty()));
        Page.showWhile(open,
                Bindings.createBooleanBinding(() -> form.fileProperty().get().isPresent(), form.fileProperty()));
        return chosen("base", model.subjectProperty(), file, open);
    }

    private Node architecture() {
        ComboBox<String> box = new ComboBox<>();
        box.getItems().setAll(Architectures.names());
        box.setId("architecture");
        box.setAccessibleText("Architecture");
        box.getStyleClass().add(Styles.SMALL);
        box.setMaxWidth(Double.MAX_VALUE);
        box.valueProperty().bindBidirectional(form.architectureProperty());
        return box;
    }

    /** All but the last layer, nothing, or as far as some layer. */
    private Node frozen() {
        String explanation = "Layers that stay as they are. All but the new last one: quick, and best with few pictures. "
                + "Nothing: all layers are trained at the same rate, for pictures that are unlike those that the network knows.";
        ComboBox<Front> box = new ComboBox<>();
        box.setId("frozen");
        box.setAccessibleText("Frozen");
        box.getStyleClass().add(Styles.SMALL);
        box.setMaxWidth(Double.MAX_VALUE);
        box.setVisibleRowCount(12);
        Front head = new Front(Front.ALL_BUT_HEAD, 0);
        box.setConverter(Named.by(front -> front.equals(head) ? "all but the new last layer"
                : front.isEmpty() ? "nothing" : "up to " + front.value()));
        box.getItems().setAll(head, Front.NONE);
        box.setValue(head);
        model.previewProperty().addListener((property, old, now) -> {
            if (now != null && !now.fronts().isEmpty()) {
                List<Front> all = new ArrayList<>(now.fronts().subList(0, now.fronts().size() - 1));
                Collections.reverse(all);
                all.add(0, head);
                all.add(Front.NONE);
                if (!all.equals(box.getItems())) {
                    Front chosen = all.contains(box.getValue()) ? box.getValue() : head;
                    box.getItems().setAll(all);
                    box.setValue(chosen);
                }
            }
        });
        box.valueProperty().addListener((property, old, now) -> {
            if (now != null) {
                form.freezeProperty().set(now.value());
            }
        });
        VBox both = new VBox(FormParts.caption("Frozen"), box);
        box.setTooltip(FormParts.tooltip(explanation));
        return both;
    }

    private Node effort() {
        HBox row = new HBox();
        row.getStyleClass().addAll("segments", "efforts");
        ToggleGroup group = new ToggleGroup();
        for (TrainingEffort effort : TrainingEffort.values()) {
            row.getChildren().add(effort(effort, group));
        }
        Runnable select = () -> group.selectToggle(group.getToggles().stream()
                .filter(button -> button.getUserData() == form.effortProperty().get()).findFirst().orElse(null));
        form.effortProperty().addListener(property -> select.run());
        group.selectedToggleProperty().addListener((property, old, now) -> {
            if (now != null) {
                form.effortProperty().set((TrainingEffort) now.getUserData());
            } else if (form.effortProperty().get() != null) {
                group.selectToggle(old);
            }
        });
        select.run();
        return FormParts.section("How long",
                "How often the pictures come. Times are of the whole training on this machine, from a few steps that were "
                        + "measured.",
                row);
    }

    private Node effort(TrainingEffort effort, ToggleGroup group) {
        Label title = new Label(effort.title());
        Label time = new Label();
        time.getStyleClass().add("hint");
        time.setId("train-time-" + effort.name().toLowerCase(Locale.ROOT));
        time.textProperty().bind(Bindings.createStringBinding(() -> {
            TrainingPreview known = model.previewProperty().get();
            return known == null ? "…" : "≈ " + Figures.time(known.times().get(effort));
        }, model.previewProperty()));
        VBox both = new VBox(title, time);
        both.getStyleClass().add("effort");
        ToggleButton button = new ToggleButton("", both);
        button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        button.setId("train-effort-" + effort.name().toLowerCase(Locale.ROOT));
        button.setAccessibleText(effort.title());
        button.setUserData(effort);
        button.setToggleGroup(group);
        button.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(button, Priority.ALWAYS);
        button.getStyleClass().addAll(Styles.SMALL, effort == TrainingEffort.QUICK ? Styles.LEFT_PILL
                : effort == TrainingEffort.THOROUGH ? Styles.RIGHT_PILL : Styles.CENTER_PILL);
        button.setTooltip(FormParts.tooltip(""));
        button.getTooltip().setOnShowing(event -> {
            TrainingPreview known = model.previewProperty().get();
            button.getTooltip().setText(
                    known == null ? effort.title() : effort.words(form.beginningProperty().get(), known.training()));
        });
        return button;
    }

    private Node changes() {
        CheckBox flip = new CheckBox("Mirror every second picture");
        flip.setId("flip");
        flip.selectedProperty().bindBidirectional(form.flipProperty());
        flip.setTooltip(FormParts.tooltip("For classes that are the same seen in a mirror. Letters are not."));
        return FormParts.section("Change pictures at random",
                "Augmentation: training pictures differ each time they come, which is as good as more of them. Where layers "
                        + "are frozen and pictures stay as they are, each goes through those layers once, which is far quicker.",
                flip, number(form.shift(), "How far pictures are shifted in any direction; 0 not to shift them"));
    }

    private Node more() {
        TextField name = new TextField();
        name.setId("network-name");
        name.setPromptText("as the pictures");
        name.setPrefColumnCount(10);
        name.getStyleClass().add(Styles.SMALL);
        name.textProperty().bindBidirectional(form.nameProperty());
        TextField rate = field(form.learningRate(), "At its highest; empty for one that suits the network");
        rate.promptTextProperty().bind(Bindings.createStringBinding(() -> {
            TrainingPreview known = model.previewProperty().get();
            return known == null ? "found" : Figures.plain(known.learningRate());
        }, model.previewProperty()));
        VBox all = new VBox(FormParts.row("Name", "What the network is called", name),
                number(form.epochs(), "How often all pictures come"),
                FormParts.row("Learning rate",
                        "At its highest: it rises over the first tenth and falls to 0 along a cosine", rate),
                number(form.batch(), "How many pictures make a step"),
                FormParts.caption("Objective beside cross entropy"),
                number(form.l1(),
                        "The factor of Σ|p| over all trained parameters. The class-aware pruning paper: 0.0001"),
                number(form.orthogonality(),
                        "The factor of Σ‖K ⊛ K − I‖ over 3×3 convolutions. With λ1 it makes filters matter to many classes or "
                                + "to few, and so easier to prune. The class-aware pruning paper: 0.01"));
        all.getStyleClass().add("rows");
        all.setVisible(false);
        all.managedProperty().bind(all.visibleProperty());
        Hyperlink link = new Hyperlink();
        link.setId("train-more");
        link.textProperty().bind(Bindings.when(all.visibleProperty()).then("Less").otherwise("More…"));
        link.setOnAction(event -> all.setVisible(!all.isVisible()));
        return new VBox(link, all);
    }

    private static Node number(NumberInput input, String explanation) {
        HBox row = FormParts.row(input.name(), explanation, field(input, explanation));
        if (!input.unit().isEmpty()) {
            row.getChildren().add(FormParts.unit(input.unit()));
        }
        return row;
    }

    private static TextField field(NumberInput input, String explanation) {
        TextField field = new TextField();
        field.setId("train-" + input.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"));
        field.setAccessibleText(input.name());
        field.setAlignment(Pos.CENTER_RIGHT);
        field.getStyleClass().addAll(Styles.SMALL, "number");
        field.textProperty().bindBidirectional(input.textProperty());
        FormParts.tell(field, input.problemProperty(), explanation);
        return field;
    }

    /** What is chosen, and the buttons that choose something else below it. */
    private static Node chosen(String id, ObservableStringValue text, Button... buttons) {
        Label label = new Label();
        label.setId("train-" + id);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        label.textProperty().bind(text);
        HBox row = new HBox(buttons);
        row.getStyleClass().add("row");
        VBox both = new VBox(label, row);
        both.getStyleClass().add("rows");
        return both;
    }

    private static Button button(String text, String id, String explanation) {
        Button button = new Button(text);
        button.setId(id);
        button.getStyleClass().add(Styles.SMALL);
        button.setMinWidth(USE_PREF_SIZE);
        button.setTooltip(FormParts.tooltip(explanation));
        return button;
    }

    private Node action() {
        Button button = new Button("", new FontIcon("fth-play"));
        button.setId("train");
        button.setDefaultButton(true);
        button.setMaxWidth(Double.MAX_VALUE);
        button.textProperty().bind(Bindings.createStringBinding(() -> {
            TrainingPreview known = model.previewProperty().get();
            return known == null ? "Train" : "Train, about " + Figures.time(known.seconds());
        }, model.previewProperty()));
        button.disableProperty().bind(model.previewProperty().isNull().or(model.obstacleProperty().isNotEmpty()));
        button.setOnAction(event -> model.train());
        Label obstacle = new Label();
        obstacle.setId("train-obstacle");
        obstacle.setWrapText(true);
        obstacle.setMinHeight(USE_PREF_SIZE);
        obstacle.getStyleClass().add("obstacle");
        obstacle.textProperty().bind(model.obstacleProperty());
        Page.showWhile(obstacle, model.obstacleProperty().isNotEmpty());
        VBox box = new VBox(obstacle, button);
        box.getStyleClass().add("action");
        return box;
    }
}
