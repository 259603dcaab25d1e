package espalier.app.prune;

import espalier.app.Networks;
import espalier.app.OpenNetwork;
import espalier.app.Session;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.pruning.Effort;
import espalier.pruning.Forecasts;
import espalier.pruning.PruningChoices;
import espalier.pruning.PruningSettings;
import espalier.training.Pace;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import javafx.application.Platform;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;

/**
 * How much fine-tuning there is, as one of three sizes that suit the pictures that are open, and how long a run will
 * take on this machine. Belongs to the FX thread.
 */
final class EffortModel {

    private final PruneForm form;
    private final Networks networks;
    private final Session session;
    private final ReadOnlyObjectProperty<Forecasts> forecast;
    private final ObjectProperty<Effort> effort = new SimpleObjectProperty<>(this, "effort", Effort.QUICK);
    private final ReadOnlyObjectWrapper<Map<Effort, Double>> times = new ReadOnlyObjectWrapper<>(this, "times",
            Map.of());
    private final ReadOnlyObjectWrapper<Double> time = new ReadOnlyObjectWrapper<>(this, "time", Double.NaN);
    /** Whether the fields are being filled, and say nothing of what the person wants. */
    private boolean filling;
    private String measured = "";
    private Pace pace;

    EffortModel(PruneForm form, Networks networks, Session session, ReadOnlyObjectProperty<Forecasts> forecast) {
        this.form = form;
        this.networks = networks;
        this.session = session;
        this.forecast = forecast;
        effort.addListener((property, old, now) -> fill());
        session.dataProperty().addListener(property -> fill());
        fill();
        InvalidationListener typed = property -> {
            if (!filling) {
                effort.set(chosen());
            }
        };
        form.number(PruningChoices.RECOVERY_EPOCHS).textProperty().addListener(typed);
        form.number(PruningChoices.RECOVERY_PICTURES).textProperty().addListener(typed);
        InvalidationListener changed = property -> {
            measure();
            expect();
        };
        forecast.addListener(changed);
        form.settingsProperty().addListener(changed);
        changed.invalidated(null);
    }

    /** One of the three; null where the fields say something else. */
    ObjectProperty<Effort> effortProperty() {
        return effort;
    }

    /** About how many seconds a run would take with each; empty while it is not known. */
    ReadOnlyObjectProperty<Map<Effort, Double>> timesProperty() {
        return times.getReadOnlyProperty();
    }

    /** About how many seconds the run takes that the form asks for; NaN while it is not known. */
    ReadOnlyObjectProperty<Double> timeProperty() {
        return time.getReadOnlyProperty();
    }

    /** How many training pictures are open; 0 where there are none. */
    int training() {
        Dataset data = session.getData();
        return data == null ? 0 : data.part(Part.TRAINING).size();
    }

    private void fill() {
        if (effort.get() != null && training() > 0) {
            PruningSettings settings = effort.get().of(PruningSettings.STANDARD, training());
            filling = true;
            form.number(PruningChoices.RECOVERY_EPOCHS).show(settings.tuning().recovery().epochs());
            form.number(PruningChoices.RECOVERY_PICTURES).show(settings.tuning().recovery().picturesPerEpoch());
            filling = false;
        }
    }

    /** The one that the fields say. */
    private Effort chosen() {
        return training() == 0 ? null : Arrays.stream(Effort.values()).filter(one -> {
            PruningSettings settings = one.of(PruningSettings.STANDARD, training());
            return form.number(PruningChoices.RECOVERY_EPOCHS).shows(settings.tuning().recovery().epochs()) && form
                    .number(PruningChoices.RECOVERY_PICTURES).shows(settings.tuning().recovery().picturesPerEpoch());
        }).findFirst().orElse(null);
    }

    /** Once for each network, when its first forecast is there. */
    private void measure() {
        OpenNetwork open = session.getUnpruned();
        PruningSettings settings = form.settingsProperty().get();
        if (open == null || settings == null || forecast.get() == null || open.id().equals(measured)) {
            return;
        }
        measured = open.id();
        pace = null;
        networks.engine().ask(() -> Pace.of(networks.get(open), settings.tuning().recovery().precision()))
                .whenCompleteAsync((found, failure) -> {
                    if (found != null && open.id().equals(measured)) {
                        pace = found;
                        expect();
                    }
                }, Platform::runLater);
    }

    private void expect() {
        PruningSettings settings = form.settingsProperty().get();
        Dataset data = session.getData();
        if (pace == null || settings == null || data == null || forecast.get() == null) {
            times.set(Map.of());
            time.set(Double.NaN);
            return;
        }
        Map<Effort, Double> all = new EnumMap<>(Effort.class);
        for (Effort one : Effort.values()) {
            all.put(one, forecast.get().seconds(pace, data, one.of(settings, training())));
        }
        times.set(all);
        time.set(forecast.get().seconds(pace, data, settings));
    }
}
