package espalier.app.closer;

import espalier.app.EngineTask;
import espalier.app.Networks;
import espalier.app.Notices;
import espalier.app.OpenNetwork;
import espalier.app.Session;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Pictures;
import espalier.survey.PictureAnswers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;

/** What networks say of all test pictures, asked once for each network. Belongs to the FX thread. */
final class AnswersModel {

    private final Session session;
    private final Networks networks;
    private final Notices notices;
    private final Map<String, PictureAnswers> known = new HashMap<>();
    private final Map<String, EngineTask<PictureAnswers>> asked = new HashMap<>();
    private final ReadOnlyIntegerWrapper changes = new ReadOnlyIntegerWrapper(this, "changes");

    AnswersModel(Session session, Networks networks, Notices notices) {
        this.session = session;
        this.networks = networks;
        this.notices = notices;
        session.dataProperty().addListener((property, old, now) -> forget());
        session.unprunedProperty().addListener((property, old, now) -> {
            if (old == null || now == null || !old.id().equals(now.id())) {
                forget();
            }
        });
    }

    /** Another number whenever more is known. */
    ReadOnlyIntegerProperty changesProperty() {
        return changes.getReadOnlyProperty();
    }

    /** The test pictures; empty while no data is open. */
    Optional<Pictures> pictures() {
        return Optional.ofNullable(session.getData()).map(data -> data.part(Part.TEST));
    }

    /** What a network says; empty while it is asked, which this begins. */
    Optional<PictureAnswers> of(OpenNetwork network) {
        PictureAnswers answers = known.get(network.id());
        EngineTask<PictureAnswers> before = asked.get(network.id());
        if (answers == null && session.getData() != null && (before == null || before.isCancelled())) {
            ask(network, session.getData());
        }
        return Optional.ofNullable(answers);
    }

    private void ask(OpenNetwork network, Dataset data) {
        EngineTask<PictureAnswers> task = networks.engine().submit("Looking at test pictures with " + network,
                progress -> PictureAnswers.of(networks.get(network), data.part(Part.TEST), progress));
        asked.put(network.id(), task);
        task.setOnSucceeded(event -> {
            if (data.equals(session.getData()) && task.equals(asked.get(network.id()))) {
                known.put(network.id(), task.getValue());
                changes.set(changes.get() + 1);
            }
        });
        task.setOnFailed(event -> notices.report(task.getException()));
    }

    private void forget() {
        known.clear();
        asked.values().forEach(EngineTask::cancel);
        asked.clear();
        changes.set(changes.get() + 1);
    }
}
