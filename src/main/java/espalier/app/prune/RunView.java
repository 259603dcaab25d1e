package espalier.app.prune;

import atlantafx.base.theme.Styles;
import espalier.app.OpenNetwork;
import espalier.pruning.RunEvent;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** One run: its progress or its end, curves, widths as they shrink, and a card for each milestone. */
final class RunView extends VBox {

    private final RunModel run;
    private final MilestoneActions actions;
    private final HBox cards = new HBox();

    RunView(RunModel run, MilestoneActions actions, Runnable resume) {
        this.run = run;
        this.actions = actions;
        getStyleClass().add("run");
        cards.getStyleClass().add("cards");
        cards.setId("cards");
        Curves curves = new Curves(run);
        WidthsNow widths = new WidthsNow(run);
        HBox.setHgrow(curves, Priority.ALWAYS);
        HBox middle = new HBox(curves, widths);
        middle.getStyleClass().add("middle");
        VBox.setVgrow(middle, Priority.ALWAYS);
        getChildren().addAll(new RunProgress(run), outcome(resume), middle, cards);
        run.milestones().addListener((ListChangeListener<OpenNetwork>) change -> showCards());
        run.stateProperty().addListener(property -> showCards());
        showCards();
    }

    private HBox outcome(Runnable resume) {
        Label sentence = new Label();
        sentence.setId("outcome");
        sentence.setWrapText(true);
        sentence.setMinHeight(USE_PREF_SIZE);
        sentence.textProperty().bind(run.outcomeProperty());
        HBox.setHgrow(sentence, Priority.ALWAYS);
        FontIcon icon = new FontIcon("fth-check-circle");
        Button again = new Button("Resume", new FontIcon("fth-rotate-cw"));
        again.setId("resume");
        again.getStyleClass().add(Styles.SMALL);
        again.setMinWidth(USE_PREF_SIZE);
        again.setTooltip(
                new Tooltip("Resumes after the last iteration that was kept, and ends as the run would have ended"));
        again.setOnAction(event -> resume.run());
        HBox box = new HBox(icon, sentence, again);
        box.getStyleClass().add("outcome");
        box.visibleProperty().bind(run.outcomeProperty().isNotEmpty());
        box.managedProperty().bind(box.visibleProperty());
        Runnable style = () -> {
            boolean whole = run.end() == RunEvent.End.COMPLETE;
            again.setVisible(run.canResume().isPresent());
            again.setManaged(again.isVisible());
            boolean failed = run.stateProperty().get() == PruneState.FAILED;
            icon.setIconLiteral(whole ? "fth-check-circle" : failed ? "fth-alert-triangle" : "fth-info");
            box.getStyleClass().setAll("outcome",
                    whole ? "outcome-complete" : failed ? "outcome-failed" : "outcome-partial");
        };
        run.stateProperty().addListener(property -> style.run());
        style.run();
        return box;
    }

    private void showCards() {
        cards.getChildren().clear();
        List<OpenNetwork> reached = run.milestones();
        for (OpenNetwork milestone : reached) {
            add(new MilestoneCard(run, milestone, actions));
        }
        // The unpruned network is a milestone too.
        List<String> expected = run.settings().goal().mode().hasRates()
                ? run.settings().goal().rates().stream().map(run.settings().rateOf()::text).toList()
                : List.of(run.settings().goal().toString());
        for (int i = Math.max(0, reached.size() - 1); i < expected.size(); i++) {
            add(MilestoneCard.missing(expected.get(i), !run.isOver()));
        }
        if (reached.isEmpty()) {
            cards.getChildren().add(0, MilestoneCard.missing("unpruned", !run.isOver()));
            HBox.setHgrow(cards.getChildren().get(0), Priority.ALWAYS);
        }
    }

    private void add(Region card) {
        HBox.setHgrow(card, Priority.ALWAYS);
        cards.getChildren().add(card);
    }
}
