package espalier.app.lessons;

import espalier.app.OpenNetwork;
import espalier.app.SelectedScores;
import espalier.app.Session;
import espalier.app.TrajectorySurvey;
import espalier.app.live.LiveModel;
import espalier.explain.measures.MapMeasure;
import espalier.importance.NetworkScores.LayerScores;
import java.util.List;
import java.util.Optional;
import javafx.beans.Observable;

/** What steps of lessons look at: the window's own view-models, which several pages share. Belongs to the FX thread. */
record Seen(Session session, LiveModel live, SelectedScores scores, TrajectorySurvey survey) {

    /** All that a step may depend on. */
    List<Observable> all() {
        return List.of(session.pageProperty(), session.unprunedProperty(), session.selectedProperty(),
                session.selectedLayerProperty(), session.selectedFilterProperty(), session.selectedClassProperty(),
                session.decisions().allProperty(), session.trajectory(), live.stateProperty(), live.positionProperty(),
                live.nowProperty(), scores.valueProperty(), survey.stateProperty(), survey.resultProperty());
    }

    boolean isOn(String page) {
        return page.equals(session.pageProperty().get());
    }

    /** The network that was pruned to a rate; empty where none is open. */
    Optional<OpenNetwork> at(double rate) {
        return session.trajectory().stream().filter(open -> open.rate() == rate).findFirst();
    }

    /** The one pruned most. */
    Optional<OpenNetwork> last() {
        return session.trajectory().stream().filter(open -> !open.isUnpruned()).reduce((first, second) -> second);
    }

    /** The name of the last convolution; empty while no network is open. */
    String lastConvolution() {
        return session.getSelected() == null || session.getSelected().convolutions().isEmpty() ? ""
                : session.getSelected().convolutions().get(session.getSelected().convolutions().size() - 1).name();
    }

    /** The scores of a convolution of the selected network; empty while they are not there. */
    Optional<LayerScores> layer(String name) {
        return scores.get() == null ? Optional.empty()
                : scores.get().layers().stream().filter(layer -> layer.layer().equals(name)).findFirst();
    }

    /** The number of classes that a layer's filters matter to, in the mean. */
    static double meanScore(LayerScores layer) {
        double sum = 0;
        for (float score : layer.scores()) {
            sum += score;
        }
        return sum / layer.filters();
    }

    /** What the survey found of a network; empty while it is not measured. */
    Optional<Double> mean(OpenNetwork network, MapMeasure measure) {
        return survey.mean(network.id(), measure).map(interval -> interval.mean());
    }
}
