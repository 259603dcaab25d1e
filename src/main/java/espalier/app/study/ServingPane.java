package espalier.app.study;

import atlantafx.base.theme.Styles;
import espalier.app.Page;
import espalier.app.controls.Images;
import espalier.app.controls.Named;
import espalier.app.study.StudiesViewModel.Entry;
import espalier.basics.Figures;
import espalier.study.Question;
import espalier.study.StudyDesign;
import espalier.study.web.QrCode;
import espalier.study.web.StudyServer;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Collectors;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.binding.Bindings;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Spinner;
import javafx.scene.image.ImageView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.javafx.FontIcon;

/** Lets participants in: where they reach the study, and how their answers come. */
final class ServingPane extends HBox {

    private static final int QR_SIDE = 264;
    private static final int MOST_PORT = 65_535;
    private static final Duration LOOK = Duration.seconds(2);
    private static final int DARK = 0xFF000000;
    private static final int LIGHT = 0xFFFFFFFF;

    private final Serving serving;
    private final StudyDesign design;
    private final int wanted;
    private final GridPane counts = new GridPane();
    private final Label answers = new Label();
    private final Label people = new Label();
    private final ProgressBar progress = new ProgressBar(0);

    ServingPane(Serving serving, Entry.Own study) {
        this.serving = serving;
        design = study.content().design();
        wanted = study.content().pictures().size() * design.answers();
        getStyleClass().add("study-serving");
        VBox ways = new VBox(here(), join());
        ways.getStyleClass().add("study-cards");
        HBox.setHgrow(ways, Priority.ALWAYS);
        getChildren().addAll(ways, state());
        serving.statusProperty().addListener((property, old, now) -> show(now));
        serving.look();
        Timeline looks = new Timeline(new KeyFrame(LOOK, event -> serving.look()));
        looks.setCycleCount(Animation.INDEFINITE);
        sceneProperty().addListener(change -> lookWhile(looks));
        serving.serverProperty().addListener(change -> lookWhile(looks));
        if (serving.statusProperty().get() != null) {
            show(serving.statusProperty().get());
        }
    }

    /** Who comes and goes is seen without an answer; while nobody looks at this, nor is it looked for. */
    private void lookWhile(Timeline looks) {
        if (getScene() != null && serving.serverProperty().get() != null) {
            looks.play();
        } else {
            looks.stop();
        }
    }

    private Node here() {
        Button begin = new Button("Take part here, full screen", new FontIcon("fth-maximize"));
        begin.setId("take-part-here");
        begin.disableProperty().bind(serving.hereProperty().or(serving.busyProperty()));
        begin.setOnAction(event -> serving.takePartHere()
                .thenAccept(taken -> taken.ifPresent(study -> ParticipantScreen.open(getScene().getWindow(),
                        new ParticipantModel(study, ForkJoinPool.commonPool()), serving::leaveHere))));
        VBox card = new VBox(heading("At this machine"), ResultsPane.words(
                "One participant after the other, by mouse or keyboard. Escape asks before it leaves the full screen; results "
                        + "are not seen meanwhile.",
                "sentence"), begin);
        card.getStyleClass().addAll("card-box", "study-card");
        return card;
    }

    private VBox join() {
        VBox off = new VBox(heading("Participants' own phones and laptops"), ResultsPane.words(
                "Off. The page is on the network only while you let participants in, at the address that you choose.",
                "sentence"), row("Address", address()), row("Port", port()), reach(), start());
        off.getStyleClass().add("rows");
        VBox on = new VBox();
        on.getStyleClass().addAll("rows", "join");
        serving.serverProperty().addListener((property, old, now) -> fill(on, now));
        fill(on, serving.serverProperty().get());
        Page.showWhile(off, serving.serverProperty().isNull());
        Page.showWhile(on, serving.serverProperty().isNotNull());
        VBox card = new VBox(off, on);
        card.getStyleClass().addAll("card-box", "study-card");
        return card;
    }

    private static Label heading(String text) {
        Label heading = new Label(text);
        heading.getStyleClass().add("card-title");
        return heading;
    }

    private static Node row(String name, Node control) {
        Label label = new Label(name);
        label.getStyleClass().add("row-name");
        label.setLabelFor(control);
        HBox row = new HBox(label, control);
        row.getStyleClass().add("row");
        return row;
    }

    private Node address() {
        ComboBox<InetAddress> box = new ComboBox<>(FXCollections.observableArrayList(StudyServer.addresses()));
        box.setId("address");
        box.setAccessibleText("Address of this machine that participants reach");
        box.setConverter(
                Named.by(each -> each.getHostAddress() + (each.isLoopbackAddress() ? ", this machine alone" : "")));
        box.setTooltip(ResultsPane.tooltip(
                "Of this machine, as others reach it. Phones must be in the same network, such as the same Wi-Fi."));
        box.valueProperty().bindBidirectional(serving.addressProperty());
        return box;
    }

    private Node port() {
        Spinner<Integer> spinner = new Spinner<>(0, MOST_PORT, serving.portProperty().get());
        spinner.setId("port");
        spinner.setEditable(true);
        spinner.setTooltip(ResultsPane.tooltip("0 for any that is free. A firewall may let only some through."));
        spinner.setAccessibleText("Port");
        spinner.valueProperty().addListener((property, old, now) -> serving.portProperty().set(now));
        return spinner;
    }

    private Node reach() {
        Label reach = ResultsPane.words("", "card-note");
        reach.textProperty().bind(Bindings.createStringBinding(() -> serving.addressProperty().get().isLoopbackAddress()
                ? "Only browsers on this machine reach that: one participant after the other takes part there. For phones choose "
                        + "an address of the network."
                : "Everybody in this network reaches that; without the join code they see nothing.",
                serving.addressProperty()));
        return reach;
    }

    private Node start() {
        Button start = new Button("Let participants in", new FontIcon("fth-play"));
        start.setId("start-serving");
        start.getStyleClass().add(Styles.ACCENT);
        start.disableProperty().bind(serving.busyProperty());
        start.setOnAction(event -> serving.start());
        return start;
    }

    private void fill(VBox on, StudyServer server) {
        if (server == null) {
            on.getChildren().clear();
            return;
        }
        Label url = ResultsPane.words(server.url().toString(), "join-url");
        url.setId("join-url");
        Label code = new Label(server.code());
        code.setId("join-code");
        code.getStyleClass().add("join-code");
        Button copy = new Button("Copy the address with the code", new FontIcon("fth-copy"));
        copy.setId("copy-address");
        copy.getStyleClass().add(Styles.SMALL);
        copy.setOnAction(event -> Clipboard.getSystemClipboard()
                .setContent(Map.of(DataFormat.PLAIN_TEXT, server.joinUrl().toString())));
        Button stop = new Button("Stop", new FontIcon("fth-square"));
        stop.setId("stop-serving");
        stop.setOnAction(event -> serving.stop());
        stop.setTooltip(ResultsPane.tooltip("Lets nobody in any more. Every answer is kept; go on on any other day."));
        HBox buttons = new HBox(copy, stop);
        buttons.getStyleClass().add("row");
        VBox words = new VBox(heading("Take part at"), url, heading("with the code"), code, buttons);
        words.getStyleClass().add("rows");
        HBox both = new HBox(qr(server.joinUrl().toString()), words);
        both.getStyleClass().add("join-row");
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setMinWidth(0);
        on.getChildren().setAll(both, ResultsPane
                .words("The code in the square holds address and join code for a phone's camera.", "card-note"));
    }

    private static Node qr(String text) {
        QrCode code = QrCode.of(text);
        int modules = code.size() + 2 * QrCode.QUIET;
        int scale = Math.max(1, QR_SIDE / modules);
        int side = modules * scale;
        int[] pixels = new int[side * side];
        Arrays.fill(pixels, LIGHT);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int row = y / scale - QrCode.QUIET;
                int column = x / scale - QrCode.QUIET;
                if (row >= 0 && row < code.size() && column >= 0 && column < code.size() && code.dark()[row][column]) {
                    pixels[y * side + x] = DARK;
                }
            }
        }
        ImageView view = new ImageView(Images.of(side, side, pixels));
        view.setId("qr-code");
        view.setAccessibleText("QR code of " + text);
        return view;
    }

    private VBox state() {
        answers.setId("answer-count");
        answers.getStyleClass().add("big-figure");
        people.setId("participant-count");
        progress.setMaxWidth(Double.MAX_VALUE);
        progress.setAccessibleText("The share of answers that are here");
        counts.getStyleClass().add("counts");
        VBox card = new VBox(heading("Answers"), answers, progress, people, counts);
        card.getStyleClass().addAll("card-box", "study-card", "study-state");
        card.setMinWidth(Region.USE_PREF_SIZE);
        return card;
    }

    private void show(Serving.Status now) {
        answers.setText(Figures.count(now.state().answers()) + " of "
                + Figures.count(now.state().answers() + now.state().missing()));
        progress.setProgress(now.fraction());
        people.setText(Figures.count(now.state().participants())
                + (now.state().participants() == 1 ? " participant" : " participants")
                + (serving.serverProperty().get() == null ? "" : ", " + now.present() + " here now"));
        counts.getChildren().clear();
        int row = 0;
        for (List<Double> networks : design.networks()) {
            List<Double> key = now.networks().keySet().stream()
                    .filter(each -> each.size() == networks.size() && each.containsAll(networks)).findFirst()
                    .orElse(networks);
            Label name = new Label(networks.stream().map(Question::network).collect(Collectors.joining(" or ")));
            name.setMinWidth(Region.USE_PREF_SIZE);
            Label count = new Label(
                    Figures.count(now.networks().getOrDefault(key, 0)) + " of " + Figures.count(wanted));
            count.getStyleClass().add("count");
            counts.addRow(row++, name, count);
        }
    }
}
