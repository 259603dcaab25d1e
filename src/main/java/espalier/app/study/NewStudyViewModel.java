package espalier.app.study;

import espalier.app.EngineTask;
import espalier.app.Networks;
import espalier.app.OpenNetwork;
import espalier.app.Session;
import espalier.basics.About;
import espalier.basics.AtomicFiles;
import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.data.Dataset;
import espalier.explain.CamMethod;
import espalier.network.Network;
import espalier.study.MapMeasures;
import espalier.study.Question.Display;
import espalier.study.Question.Experiment;
import espalier.study.StudyDesign;
import espalier.study.StudyMaker;
import espalier.study.analysis.Power;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.Property;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * What a new study will ask, of the networks that the window shows; how many answers that is, and how many it takes;
 * and making it. Belongs to the FX thread.
 */
public final class NewStudyViewModel {

    /** The chance with which a wanted effect is to be seen. */
    static final double POWER = 0.8;

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss");
    private static final int PERCENT = 100;

    /** Which of the chosen networks are compared. */
    enum Pairing {
        /** Each with rate 1. */
        WITH_UNPRUNED("each with unpruned", "Each chosen network is compared with the unpruned one"),
        /** All. */
        ALL("every pair", "Each chosen network is compared with each other, as in the paper");

        private final String title;
        private final String explanation;

        Pairing(String title, String explanation) {
            this.title = title;
            this.explanation = explanation;
        }

        String title() {
            return title;
        }

        String explanation() {
            return explanation;
        }
    }

    /** A network that can be part of the study. */
    record Choice(OpenNetwork network, BooleanProperty chosen) {}

    private final Session session;
    private final Networks networks;
    private final StudiesViewModel studies;
    private final StringProperty title = new SimpleStringProperty(this, "title", "Which map?");
    private final ObjectProperty<Experiment> experiment = new SimpleObjectProperty<>(this, "experiment",
            Experiment.PREFERENCE);
    private final ObjectProperty<Display> display = new SimpleObjectProperty<>(this, "display", Display.MAP);
    private final ObjectProperty<Pairing> pairing = new SimpleObjectProperty<>(this, "pairing", Pairing.WITH_UNPRUNED);
    private final ObjectProperty<CamMethod> method = new SimpleObjectProperty<>(this, "method", CamMethod.GRAD_CAM);
    private final IntegerProperty perClass = new SimpleIntegerProperty(this, "perClass", 5);
    private final IntegerProperty answers = new SimpleIntegerProperty(this, "answers", 5);
    private final IntegerProperty share = new SimpleIntegerProperty(this, "share", 40);
    private final IntegerProperty practice = new SimpleIntegerProperty(this, "practice", 3);
    private final IntegerProperty seed = new SimpleIntegerProperty(this, "seed", 1);
    private final IntegerProperty effect = new SimpleIntegerProperty(this, "effect", 65);
    private final StringProperty information = new SimpleStringProperty(this, "information", StudyDesign.INFORMATION);
    private final ObservableList<Choice> choices = FXCollections.observableArrayList();
    private final ReadOnlyStringWrapper obstacle = new ReadOnlyStringWrapper(this, "obstacle", "");
    private final ReadOnlyStringWrapper extent = new ReadOnlyStringWrapper(this, "extent", "");
    private final ReadOnlyStringWrapper power = new ReadOnlyStringWrapper(this, "power", "");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper(this, "failure", "");
    private final ReadOnlyObjectWrapper<EngineTask<Optional<Problem>>> task = new ReadOnlyObjectWrapper<>(this, "task");

    /** @param studies are told when one is made */
    public NewStudyViewModel(Session session, Networks networks, StudiesViewModel studies) {
        this.session = session;
        this.networks = networks;
        this.studies = studies;
        session.trajectory().addListener((javafx.beans.Observable change) -> takeNetworks());
        session.dataProperty().addListener(change -> update());
        for (Property<?> each : List.of(experiment, display, pairing, method, perClass, answers, share, practice, seed,
                effect)) {
            each.addListener(change -> update());
        }
        takeNetworks();
    }

    private void takeNetworks() {
        List<Choice> old = List.copyOf(choices);
        List<Choice> now = new ArrayList<>();
        session.trajectory().stream().filter(network -> !network.isLive())
                .filter(network -> now.stream().noneMatch(each -> each.network.rate() == network.rate()))
                .forEach(network -> {
                    boolean chosen = old.stream().filter(each -> each.network.id().equals(network.id())).findFirst()
                            .map(each -> each.chosen.get()).orElse(true);
                    BooleanProperty property = new SimpleBooleanProperty(chosen);
                    property.addListener(change -> update());
                    now.add(new Choice(network, property));
                });
        choices.setAll(now);
        update();
    }

    /** The networks that the window shows. */
    ObservableList<Choice> choices() {
        return choices;
    }

    StringProperty titleProperty() {
        return title;
    }

    ObjectProperty<Experiment> experimentProperty() {
        return experiment;
    }

    ObjectProperty<Display> displayProperty() {
        return display;
    }

    ObjectProperty<Pairing> pairingProperty() {
        return pairing;
    }

    ObjectProperty<CamMethod> methodProperty() {
        return method;
    }

    /** Pictures of each class. */
    IntegerProperty perClassProperty() {
        return perClass;
    }

    /** Answers to each question. */
    IntegerProperty answersProperty() {
        return answers;
    }

    /** The most questions for one participant. */
    IntegerProperty shareProperty() {
        return share;
    }

    /** Pictures before that do not count. */
    IntegerProperty practiceProperty() {
        return practice;
    }

    IntegerProperty seedProperty() {
        return seed;
    }

    /** The share of the preferred network that is to be seen, in percent. */
    IntegerProperty effectProperty() {
        return effect;
    }

    /** What participants agree to. */
    StringProperty informationProperty() {
        return information;
    }

    /** Why no study can be made; empty where one can. */
    ReadOnlyStringProperty obstacleProperty() {
        return obstacle.getReadOnlyProperty();
    }

    /** How much is asked, and of how many. */
    ReadOnlyStringProperty extentProperty() {
        return extent.getReadOnlyProperty();
    }

    /** How many answers the wanted effect needs; empty for recognition. */
    ReadOnlyStringProperty powerProperty() {
        return power.getReadOnlyProperty();
    }

    /** Why the last one could not be made; empty for nothing. */
    ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** What makes the study; null while none is made. */
    ReadOnlyObjectProperty<EngineTask<Optional<Problem>>> taskProperty() {
        return task.getReadOnlyProperty();
    }

    /** The rates that are asked about together. */
    List<List<Double>> together() {
        List<Double> rates = choices.stream().filter(each -> each.chosen.get()).map(each -> each.network.rate())
                .toList();
        if (experiment.get() == Experiment.RECOGNITION) {
            return rates.stream().map(List::of).toList();
        }
        List<List<Double>> pairs = new ArrayList<>();
        for (double second : rates) {
            for (double first : rates) {
                if (first > second && (second == 1 || pairing.get() == Pairing.ALL)) {
                    pairs.add(List.of(first, second));
                }
            }
        }
        return pairs;
    }

    private void update() {
        failure.set("");
        Dataset data = session.getData();
        List<List<Double>> together = together();
        obstacle.set(choices.isEmpty() || data == null ? "Open a network and its pictures first."
                : !together.isEmpty() ? ""
                        : experiment.get() == Experiment.RECOGNITION ? "Choose at least one network."
                                : choices.size() < 2
                                        ? "Two networks are compared, and only one is open. Prune it, or open a run."
                                        : pairing.get() == Pairing.ALL ? "Choose at least two networks."
                                                : "Choose the unpruned network and at least one other.");
        if (!obstacle.get().isEmpty()) {
            extent.set("");
            power.set("");
            return;
        }
        int pictures = perClass.get() * data.classNames().size();
        int questions = pictures * together.size();
        int all = questions * answers.get();
        int each = Math.min(share.get(), questions);
        int people = Math.max(answers.get(), (all + each - 1) / each);
        extent.set(
                Figures.count(pictures) + " pictures, " + Figures.count(questions) + " questions, " + Figures.count(all)
                        + " answers: " + Figures.count(people) + " participants, each asked at most " + each + ".");
        power.set(experiment.get() == Experiment.PREFERENCE ? power(pictures * answers.get()) : "");
    }

    private String power(int planned) {
        int needed = Power.answers(effect.get() / (double) PERCENT, Power.PUBLISHED_EQUAL,
                Power.PUBLISHED_DESIGN_EFFECT, POWER);
        return "takes " + Figures.count(needed) + " answers for each pair of networks; this study has "
                + Figures.count(planned)
                + (planned >= needed ? ", which is enough." : ". Ask about more pictures, or more people.");
    }

    /** The fewest answers to each question that the wanted effect needs with so many pictures. */
    int answersNeeded() {
        int pictures = perClass.get() * session.getData().classNames().size();
        int needed = Power.answers(effect.get() / (double) PERCENT, Power.PUBLISHED_EQUAL,
                Power.PUBLISHED_DESIGN_EFFECT, POWER);
        return (needed + pictures - 1) / pictures;
    }

    /** Makes the study on the engine thread, and has it looked at. */
    void make() {
        if (!obstacle.get().isEmpty() || task.get() != null) {
            return;
        }
        failure.set("");
        StudyDesign design = new StudyDesign(title.get().strip(), experiment.get(), display.get(), together(),
                method.get().key(), perClass.get(), answers.get(), share.get(), practice.get(), seed.get(),
                information.get());
        Dataset data = session.getData();
        Map<Double, Supplier<Network>> measured = new LinkedHashMap<>();
        Path folder = studies.newFolder(LocalDateTime.now(ZoneId.systemDefault()).format(NAME) + "-"
                + design.experiment().key() + "-" + design.display().key());
        Map<Double, Supplier<Network>> sources = new LinkedHashMap<>();
        Map<String, String> provenance = new LinkedHashMap<>(
                Map.of("data", data.specification(), "version", About.version()));
        for (double rate : design.rates()) {
            OpenNetwork open = choices.stream().map(Choice::network).filter(network -> network.rate() == rate)
                    .findFirst().orElseThrow();
            sources.put(rate, () -> Network.read(open.file()));
            provenance.put("file " + Figures.plain(rate), open.file().getFileName().toString());
        }
        measured.putAll(sources);
        // What similarity is measured to, whether or not people see its maps.
        choices.stream().map(Choice::network).filter(OpenNetwork::isUnpruned).findFirst()
                .ifPresent(unpruned -> measured.putIfAbsent(1.0, () -> Network.read(unpruned.file())));
        EngineTask<Optional<Problem>> making = networks.engine().submit("Making a study", progress -> {
            try {
                StudyMaker.make(folder, design, sources, data.part(Dataset.Part.TEST), data.classNames(), provenance,
                        progress);
                return Optional.empty();
            } catch (Problem e) {
                // Told beside the button: a task that fails is told in a notice, too.
                remove(folder);
                return Optional.of(e);
            } catch (RuntimeException e) {
                remove(folder);
                throw e;
            }
        });
        task.set(making);
        making.asFuture().whenComplete((problem, fault) -> {
            task.set(null);
            if (fault == null) {
                problem.ifPresentOrElse(each -> failure.set(each.getMessage()), () -> {
                    studies.made(folder);
                    if (measured.containsKey(1.0)) {
                        networks.engine().submit("Measuring the study's maps",
                                progress -> MapMeasures.take(folder, measured, data.part(Dataset.Part.TEST), progress));
                    }
                });
            }
        });
    }

    /** A study that was not finished leaves nothing behind. */
    private static void remove(Path folder) {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(folder + " cannot be removed: " + AtomicFiles.reason(e), e);
            }
        }
    }
}
