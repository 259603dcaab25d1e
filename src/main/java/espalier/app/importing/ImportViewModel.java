package espalier.app.importing;

import espalier.app.EngineThread;
import espalier.app.Notices;
import espalier.app.Notices.Notice;
import espalier.app.Opener;
import espalier.app.importing.ImportSession.Preview;
import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.data.Dataset;
import espalier.data.Normalisation;
import espalier.network.Network;
import espalier.network.imports.ClassNames;
import espalier.network.imports.ImportedNetwork;
import espalier.network.imports.Preparation;
import espalier.network.imports.Preparation.ChannelOrder;
import espalier.network.imports.PreparationGuess;
import espalier.network.imports.PreparationGuess.Candidate;
import espalier.workspace.Workspace;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.application.Platform;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** What is decided in an import, and what it leads to. All of it on the FX thread. */
public final class ImportViewModel {

    /** Where an import stands. */
    enum State {
        /** The file is being read, and its preparation guessed. */
        READING,
        /** All can be changed. */
        READY,
        /** The network is being written. */
        IMPORTING,
        /** The file cannot be read. */
        FAILED
    }

    private final EngineThread engine;
    private final Notices notices;
    private final Opener opener;
    private final Workspace workspace;
    private final Path file;
    private final Runnable close;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state", State.READING);
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper(this, "failure", "");
    private final ReadOnlyStringWrapper facts = new ReadOnlyStringWrapper(this, "facts", "");
    private final ReadOnlyStringWrapper reason = new ReadOnlyStringWrapper(this, "reason", "");
    private final ReadOnlyStringWrapper wrong = new ReadOnlyStringWrapper(this, "wrong", "");
    private final ReadOnlyStringWrapper classSource = new ReadOnlyStringWrapper(this, "classSource", "");
    private final ReadOnlyStringWrapper dataTitle = new ReadOnlyStringWrapper(this, "dataTitle", "");
    private final ReadOnlyBooleanWrapper moreClasses = new ReadOnlyBooleanWrapper(this, "moreClasses");
    private final ReadOnlyObjectWrapper<Preview> preview = new ReadOnlyObjectWrapper<>(this, "preview");
    private final ObservableList<String> notes = FXCollections.observableArrayList();
    private final StringProperty name = new SimpleStringProperty(this, "name", "");
    private final List<StringProperty> mean = numbers("0");
    private final List<StringProperty> deviation = numbers("255");
    private final ObjectProperty<ChannelOrder> channels = new SimpleObjectProperty<>(this, "channels",
            ChannelOrder.RGB);
    private final ObjectProperty<Candidate> candidate = new SimpleObjectProperty<>(this, "candidate");
    private final BooleanProperty onlyData = new SimpleBooleanProperty(this, "onlyData");
    private ImportSession session;
    private List<String> classNames = List.of();
    private boolean filling;
    private volatile int request;

    /**
     * Reads the file.
     *
     * @param data  that is open, whose classes and pictures may fit
     * @param close takes the sheet away
     */
    public ImportViewModel(Optional<Dataset> data, EngineThread engine, Notices notices, Opener opener,
            Workspace workspace, Path file, Runnable close) {
        this.engine = engine;
        this.notices = notices;
        this.opener = opener;
        this.workspace = workspace;
        this.file = file;
        this.close = close;
        List<StringProperty> numbers = new ArrayList<>(mean);
        numbers.addAll(deviation);
        numbers.forEach(number -> number.addListener((property, old, now) -> changed()));
        channels.addListener((property, old, now) -> changed());
        onlyData.addListener((property, old, now) -> look());
        candidate.addListener((property, old, now) -> {
            if (now != null && !filling) {
                fill(now);
                look();
            }
        });
        dataTitle.set(data.map(Dataset::title).orElse(""));
        engine.ask(() -> {
            ImportSession read = ImportSession.read(file, data);
            ImportSession.Named names = read.guessNames();
            ImportedNetwork imported = read.imported();
            PreparationGuess guess = read.guess(names.names());
            Network network = imported.network(new Preparation(imported.name(), names.names(),
                    guess.best().normalisation(), guess.best().channels()));
            String told = imported.program() + " · " + imported.inputSize() + " pixels"
                    + (imported.grey() ? ", grey" : "") + " · " + convolutions(network.convolutions().size()) + " · "
                    + Figures.count(network.cost().parameters()) + " parameters · " + imported.classes() + " classes";
            return new Reading(read, names, guess, told, read.hasMoreClasses(names.names()));
        }).whenCompleteAsync(this::read, Platform::runLater);
    }

    private static String convolutions(int count) {
        return count == 1 ? "1 convolution" : count + " convolutions";
    }

    private record Reading(ImportSession session, ImportSession.Named names, PreparationGuess guess, String facts,
            boolean moreClasses) {}

    private void read(Reading reading, Throwable problem) {
        if (problem != null) {
            failure.set(Notice.of(problem).text());
            state.set(State.FAILED);
            return;
        }
        session = reading.session();
        facts.set(reading.facts());
        reason.set(reading.guess().reason() + (reading.guess().sure() ? ""
                : " Open pictures of its classes first, or compare what it answers to those on the right."));
        notes.setAll(session.imported().notes());
        name.set(session.imported().name());
        classNames = reading.names().names();
        classSource.set(reading.names().source());
        moreClasses.set(reading.moreClasses());
        onlyData.set(reading.moreClasses());
        fill(reading.guess().best());
        state.set(State.READY);
        look();
    }

    private void fill(Candidate chosen) {
        filling = true;
        for (int c = 0; c < 3; c++) {
            mean.get(c).set(plain(chosen.normalisation().mean()[c]));
            deviation.get(c).set(plain(chosen.normalisation().deviation()[c]));
        }
        channels.set(chosen.channels());
        candidate.set(chosen);
        filling = false;
    }

    private static String plain(float share) {
        return BigDecimal.valueOf(share * 255.0).setScale(3, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
    }

    private void changed() {
        if (!filling) {
            filling = true;
            candidate.set(null);
            filling = false;
            look();
        }
    }

    /** Takes the names of the classes from a file. */
    void namesFrom(Path names) {
        try {
            classNames = ClassNames.read(names, session.imported().classes());
            classSource.set("from " + names.getFileName());
            engine.ask(() -> session.hasMoreClasses(classNames)).thenAcceptAsync(more -> {
                moreClasses.set(more);
                onlyData.set(more);
                look();
            }, Platform::runLater);
        } catch (Problem e) {
            notices.report(e);
        }
    }

    /** Tries what is chosen now on pictures; what was asked before and is not answered yet is forgotten. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // Only the window's thread counts; others read.
    private void look() {
        int own = ++request;
        Optional<Preparation> preparation = preparation();
        if (session == null || preparation.isEmpty()) {
            return;
        }
        boolean only = onlyData.get();
        engine.ask(() -> own == request ? session.preview(preparation.get(), only) : null)
                .whenCompleteAsync((seen, problem) -> {
                    notices.report(problem);
                    if (own == request && seen != null) {
                        preview.set(seen);
                    }
                }, Platform::runLater);
    }

    private Optional<Preparation> preparation() {
        try {
            double[] means = values(mean, "The mean");
            double[] deviations = values(deviation, "The deviation");
            if (IntStream.range(0, 3).anyMatch(c -> deviations[c] <= 0)) {
                throw new Problem("The deviation must be above 0.");
            }
            if (name.get().isBlank()) {
                throw new Problem("Give the network a name.");
            }
            Normalisation normalisation = Preparation.pixels(means, deviations);
            wrong.set("");
            return Optional.of(new Preparation(name.get().strip(), classNames, normalisation, channels.get()));
        } catch (Problem e) {
            wrong.set(e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether a text can be a mean or a deviation. */
    static boolean isNumber(String text) {
        try {
            return Math.abs(number(text)) <= 1e4;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static double number(String text) {
        return Double.parseDouble(text.strip().replace(',', '.').replace('−', '-'));
    }

    private static double[] values(List<StringProperty> texts, String what) {
        return texts.stream().map(StringProperty::get).mapToDouble(text -> {
            if (!isNumber(text)) {
                throw new Problem(what + " “" + text + "” is not a number from −10 000 to 10 000.");
            }
            return number(text);
        }).toArray();
    }

    /** Writes the network into the workspace and opens it. */
    void importNow() {
        preparation().ifPresent(preparation -> {
            state.set(State.IMPORTING);
            boolean only = onlyData.get();
            Path folder = workspace.folder().resolve("imported");
            engine.ask(() -> session.write(preparation, only, folder)).whenCompleteAsync((written, problem) -> {
                notices.report(problem);
                if (problem == null) {
                    close.run();
                    opener.network(written);
                } else {
                    state.set(State.READY);
                }
            }, Platform::runLater);
        });
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // As in look().
    void cancel() {
        request++;
        close.run();
    }

    private static List<StringProperty> numbers(String start) {
        return IntStream.range(0, 3).<StringProperty>mapToObj(c -> new SimpleStringProperty(start)).toList();
    }

    Path file() {
        return file;
    }

    ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Why the file cannot be read. */
    ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** What the file holds, in a line. */
    ReadOnlyStringProperty factsProperty() {
        return facts.getReadOnlyProperty();
    }

    /** Why this preparation was guessed. */
    ReadOnlyStringProperty reasonProperty() {
        return reason.getReadOnlyProperty();
    }

    /** What is wrong with what was typed; empty where nothing is. */
    ReadOnlyStringProperty wrongProperty() {
        return wrong.getReadOnlyProperty();
    }

    /** Where the names of the classes come from. */
    ReadOnlyStringProperty classSourceProperty() {
        return classSource.getReadOnlyProperty();
    }

    /** The title of the data that are open; empty where none are. */
    ReadOnlyStringProperty dataTitleProperty() {
        return dataTitle.getReadOnlyProperty();
    }

    /** Whether the network knows more classes than the data have. */
    ReadOnlyBooleanProperty moreClassesProperty() {
        return moreClasses.getReadOnlyProperty();
    }

    /** What the network makes of pictures; null until that is known. */
    ReadOnlyObjectProperty<Preview> previewProperty() {
        return preview.getReadOnlyProperty();
    }

    ObservableList<String> notes() {
        return notes;
    }

    StringProperty nameProperty() {
        return name;
    }

    /** Of red, green, blue, for values 0 to 255. */
    List<StringProperty> mean() {
        return mean;
    }

    /** Of red, green, blue, for values 0 to 255. */
    List<StringProperty> deviation() {
        return deviation;
    }

    ObjectProperty<ChannelOrder> channelsProperty() {
        return channels;
    }

    /** The usual preparation that is chosen; null for one's own. */
    ObjectProperty<Candidate> candidateProperty() {
        return candidate;
    }

    /** Whether only the data's classes stay. */
    BooleanProperty onlyDataProperty() {
        return onlyData;
    }

}
