package espalier.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import espalier.basics.AtomicFiles;
import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.explain.CamMethod;
import espalier.network.Network;
import espalier.study.AnswerTable;
import espalier.study.MapMeasures;
import espalier.study.Question.Display;
import espalier.study.Question.Experiment;
import espalier.study.Study;
import espalier.study.StudyContent;
import espalier.study.StudyDesign;
import espalier.study.StudyMaker;
import espalier.study.analysis.Power;
import espalier.study.analysis.PublishedStudy;
import espalier.study.analysis.StudyAnalysis;
import espalier.study.web.StudyServer;
import espalier.workspace.RunFolder;
import espalier.workspace.RunRecord.MilestoneRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a study with people, serves it, and analyses what they answered. */
@Command(name = "study", description = {
        "Asks people which network's maps are more reasonable, or what they recognise from maps, and tells what their answers come to.",
        "",
        "--new makes the folder of a study from a pruning run, --serve lets people take part from phones and laptops on the local "
                + "network, --answers analyses, --effect plans. Answers are tables (CSV) with the columns experiment, display, item, class, participant, "
                + "then left, right, answer or rate, answer, or folders of studies. Those of several machines are put together; an answer "
                + "that several have counts once. Without any of these the published experiments are shown: “Less is More” (arXiv 2302.08878)."},
        footer = {"  espalier study", "  espalier study --effect 0.6",
                "  espalier study --answers preference-maps.csv,recognition-maps.csv",
                "  espalier study --new which-map --run runs/vgg --experiment preference --networks 2-1,32-1 --pictures 5",
                "  espalier study --serve which-map --address 192.168.1.5",
                "  espalier study --answers which-map --json result.json"})
final class StudyCommand extends WorkCommand {

    private static final long LOOK_MILLIS = 200;

    /**
     * The result as JSON.
     *
     * @param files     that were read
     * @param repeated  answers that were left out because an earlier file has them
     * @param published the paper's figures, to compare
     */
    record Report(List<String> files, int repeated, @JsonUnwrapped StudyAnalysis analysis, PublishedStudy published) {}

    /** A study that was made, as JSON. */
    record Made(String folder, int pictures, int questions, StudyDesign design) {}

    /** How many answers it takes, as JSON. */
    record Plan(double effect, double chance, double equally, double designEffect, int decided, int answers) {}

    @ArgGroup
    private Task task = new Task();

    /** What is done: one of these. */
    private static final class Task {
        @Option(names = "--answers", paramLabel = "FILE", split = ",",
                description = "Analyses: tables of answers, or folders of studies, with commas between them.")
        private List<Path> answers = List.of();

        @Option(names = "--new", paramLabel = "FOLDER", description = "Makes a study there, of the networks of --run.")
        private Path made;

        @Option(names = "--serve", paramLabel = "FOLDER",
                description = "Serves the study that is there until it is interrupted; --serve again goes on with it.")
        private Path served;

        @Option(names = "--measure", paramLabel = "FOLDER",
                description = "Measures the maps of the study that is there, of the networks of --run, to stand beside what people answer; "
                        + "--new does so, too.")
        private Path measured;

        @Option(names = "--effect", paramLabel = "SHARE",
                description = "Tells how many answers it takes to see that this share of the decided ones, such as 0.6, prefers one of two networks.")
        private Double effect;
    }

    @Option(names = "--out", paramLabel = "FOLDER",
            description = "With --answers: also writes the answers, put together, there: a table for each experiment and display.")
    private Path out;

    @Option(names = "--run", paramLabel = "FOLDER", description = "With --new: a run that prune wrote.")
    private Path run;

    @Option(names = "--data", paramLabel = "DATA",
            description = "With --new: the pictures, of their test part (those of the run).")
    private String data;

    @Option(names = "--experiment", paramLabel = "WORD",
            description = "With --new: preference, of two maps, or recognition, of the class from one (preference).")
    private String experiment = "preference";

    @Option(names = "--display", paramLabel = "WORD",
            description = "With --new: map, the highest tenth of the pixels, or heat, colours over the picture (map).")
    private String display = "map";

    @Option(names = "--networks", paramLabel = "RATE[-RATE]", split = ",",
            description = "With --new: pairs of rates to compare, such as 2-1,32-1, or rates, such as 1,2,32, to recognise from; "
                    + "1 is the unpruned network (each rate with 1, or all).")
    private List<String> networks = List.of();

    @Option(names = "--method", paramLabel = "NAME", converter = MapOptions.Methods.class,
            description = "With --new: the method of the maps (grad-cam).")
    private CamMethod method = CamMethod.GRAD_CAM;

    @Option(names = "--pictures", paramLabel = "N",
            description = "With --new: how many of each class, all classified correctly by all networks (${DEFAULT-VALUE}).")
    private int pictures = 5;

    @Option(names = "--each", paramLabel = "N",
            description = "With --new: how many people answer each question (${DEFAULT-VALUE}).")
    private int each = 5;

    @Option(names = "--share", paramLabel = "N",
            description = "With --new: how many questions one person is asked at most (${DEFAULT-VALUE}).")
    private int share = 40;

    @Option(names = "--practice", paramLabel = "N",
            description = "With --new: how many pictures come before that do not count (${DEFAULT-VALUE}).")
    private int practice = 3;

    @Option(names = "--no-measures",
            description = "With --new: leaves out measuring the maps, which takes some dozen passes of each network for each picture; --measure does it later.")
    private boolean unmeasured;

    @Option(names = "--title", paramLabel = "TEXT", description = "With --new: what participants see above all pages.")
    private String title = "";

    @Option(names = "--information", paramLabel = "FILE",
            description = "With --new: a text that participants agree to before they begin, instead of the usual one.")
    private Path information;

    @Option(names = "--seed", paramLabel = "N",
            description = "With --new: of the choice of pictures, of order and sides (${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--equally", paramLabel = "SHARE",
            description = "With --effect: the share of answers that decide nothing (${DEFAULT-VALUE}, as published).")
    private double equally = Power.PUBLISHED_EQUAL;

    @Option(names = "--design-effect", paramLabel = "X",
            description = "With --effect: how many times as many answers it takes as some are of one person or picture (${DEFAULT-VALUE}, as published).")
    private double designEffect = Power.PUBLISHED_DESIGN_EFFECT;

    @Option(names = "--chance", paramLabel = "SHARE",
            description = "With --effect: how likely it is to be seen (${DEFAULT-VALUE}).")
    private double chance = 0.8;

    @Option(names = "--address", paramLabel = "ADDRESS",
            description = "With --serve: of this machine, as others on the network reach it (127.0.0.1, this machine alone).")
    private String address = "127.0.0.1";

    @Option(names = "--port", paramLabel = "N",
            description = "With --serve: 0 for any that is free (${DEFAULT-VALUE}).")
    private int port = 8080;

    @Override
    void work() throws InterruptedException {
        if (out != null && task.answers.isEmpty()) {
            throw wrongUse("--out writes answers, so it needs --answers");
        }
        if (run != null && task.made == null && task.measured == null) {
            throw wrongUse("--run says what a study is of, so it needs --new or --measure");
        }
        if (task.made != null) {
            make();
        } else if (task.measured != null) {
            measure();
        } else if (task.served != null) {
            serve();
        } else if (task.effect != null) {
            plan(task.effect);
        } else if (task.answers.isEmpty()) {
            new StudyTables(terminal()).published();
            report(PublishedStudy.LESS_IS_MORE);
        } else {
            analyse();
        }
    }

    private void analyse() {
        if (out != null) {
            checkFolder(out);
        }
        AnswerTable.Merged merged = AnswerTable.merge(task.answers.stream()
                .map(file -> Files.isDirectory(file) ? Study.answers(file) : AnswerTable.read(file)).toList());
        Optional<MapMeasures> measures = task.answers.stream().filter(Files::isDirectory).map(MapMeasures::read)
                .flatMap(Optional::stream).findFirst();
        StudyAnalysis analysis = StudyAnalysis.of(merged.answers(), measures);
        new StudyTables(terminal()).print(analysis);
        if (merged.repeated() > 0) {
            terminal().note(StudyTables.counted(merged.repeated(), "answer")
                    + " of later files left out: earlier ones have them.");
        }
        if (out != null) {
            terminal().line("");
            AnswerTable.export(merged.answers(), out).forEach(file -> terminal().line("Written to " + file));
        }
        report(new Report(task.answers.stream().map(Path::toString).toList(), merged.repeated(), analysis,
                PublishedStudy.LESS_IS_MORE));
    }

    private void plan(double share) {
        require(share >= 0.505 && share <= 0.999, "--effect", share, "0.505 to 0.999");
        require(equally >= 0 && equally < 1, "--equally", equally, "at least 0 and below 1");
        require(designEffect >= 1 && designEffect <= 100, "--design-effect", designEffect, "1 to 100");
        require(chance > 0.05 && chance < 0.9999, "--chance", chance, "above 0.05 and below 0.9999");
        int decided = Power.answers(share, 0, 1, chance);
        int answers = Power.answers(share, equally, designEffect, chance);
        terminal().line("To see at the 5 % level that " + Figures.percent(share)
                + " of the decided answers prefer one of two networks, with a chance of " + Figures.percent(chance)
                + ", it takes for each pair of networks:");
        terminal().line(Figures.count(decided) + " decided answers, if each were of another person and picture;");
        terminal().line(Figures.count(answers) + " answers in all, where " + Figures.percent(equally)
                + " decide nothing and answers of one person or picture hang together (×" + Figures.plain(designEffect)
                + ").");
        report(new Plan(share, chance, equally, designEffect, decided, answers));
    }

    private RunFolder source() {
        if (run == null) {
            throw wrongUse("Missing required option: '--run=FOLDER', the run that the study is of");
        }
        if (data != null) {
            requireData(data);
        }
        return RunFolder.read(run);
    }

    private Dataset data(RunFolder source) {
        startEngine();
        try (Network network = Network.read(source.start())) {
            return dataFor(network, source.start(), data == null ? source.recipe().data() : data);
        }
    }

    private void measure() {
        RunFolder source = source();
        StudyContent content = Study.read(task.measured);
        report(measure(task.measured, content.design(), source, data(source), progress()));
    }

    private MapMeasures measure(Path folder, StudyDesign design, RunFolder source, Dataset dataset, Progress progress) {
        MapMeasures taken = MapMeasures.take(folder,
                StudyMaker.networks(source, Stream.concat(Stream.of(1.0), design.rates().stream()).distinct().toList()),
                dataset.part(Dataset.Part.TEST), progress);
        terminal().line("Measured the maps by " + StudyTables.counted(taken.measures().size(), "measure"));
        return taken;
    }

    private void make() {
        RunFolder source = source();
        StudyDesign design = design(source);
        checkFolder(task.made);
        Dataset dataset = data(source);
        StudyContent content = StudyMaker.make(task.made, design, source, dataset, progress());
        int questions = content.pictures().size() * design.networks().size();
        terminal()
                .line("The study is in " + task.made + ": " + StudyTables.counted(content.pictures().size(), "picture")
                        + ", " + StudyTables.counted(questions, "question") + ", each for "
                        + StudyTables.counted(design.answers(), "participant") + "; " + questions * design.answers()
                        + " answers in all, at most " + design.share() + " of one participant");
        if (!unmeasured) {
            measure(task.made, design, source, dataset, progress());
        }
        terminal().line("Serve it: espalier study --serve " + task.made);
        report(new Made(task.made.toString(), content.pictures().size(), questions, design));
    }

    private StudyDesign design(RunFolder source) {
        Experiment asked = choice("--experiment", experiment, Experiment.values(), Experiment::key);
        Display shown = choice("--display", display, Display.values(), Display::key);
        boolean pairs = asked == Experiment.PREFERENCE;
        List<Double> rates = source.milestones().stream().map(MilestoneRecord::rate).toList();
        List<List<Double>> together = !networks.isEmpty() ? networks.stream().map(this::rates).toList()
                : pairs ? rates.stream().filter(rate -> rate != 1).map(rate -> List.of(rate, 1.0)).toList()
                        : rates.stream().map(List::of).toList();
        return new StudyDesign(title, asked, shown, together, method.key(), pictures, each, share, practice, seed,
                information == null ? "" : text(information));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new Problem(file + " cannot be read as text: " + AtomicFiles.reason(e) + ". Choose another file.", e);
        }
    }

    private List<Double> rates(String text) {
        try {
            return Stream.of(text.split("-")).map(rate -> Double.valueOf(rate.strip())).toList();
        } catch (NumberFormatException e) {
            throw wrongUse("Invalid value for option --networks: " + text + ". It must be rates such as 2 or 2-1");
        }
    }

    private <T> T choice(String option, String value, T[] values, Function<T, String> key) {
        List<String> keys = Arrays.stream(values).map(key).toList();
        require(keys.contains(value), option, value, "one of " + String.join(", ", keys));
        return values[keys.indexOf(value)];
    }

    private void serve() throws InterruptedException {
        require(port >= 0 && port <= 65_535, "--port", port, "0 to 65535");
        InetAddress bound;
        try {
            bound = InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new Problem(
                    "“" + address + "” is no address. This machine's are "
                            + String.join(", ",
                                    StudyServer.addresses().stream().map(InetAddress::getHostAddress).toList())
                            + ".",
                    e);
        }
        try (Study study = Study.open(task.served); StudyServer server = StudyServer.start(study, bound, port)) {
            terminal().line("Take part at " + server.url() + " with the code " + server.code());
            if (bound.isLoopbackAddress()) {
                terminal().note("only this machine reaches that. For others choose --address: " + String.join(", ",
                        StudyServer.addresses().stream().map(InetAddress::getHostAddress).toList()));
            }
            terminal().note("Ctrl-C ends it; what was answered is kept.");
            watch(study);
        }
    }

    private void watch(Study study) throws InterruptedException {
        Progress progress = progress();
        try {
            while (true) {
                Study.State state = study.state();
                progress.update(state.answers() / (double) Math.max(1, state.answers() + state.missing()),
                        StudyTables.counted(state.answers(), "answer") + " of "
                                + StudyTables.counted(state.participants(), "participant") + ", " + state.missing()
                                + " to come");
                progress.checkpoint();
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (CancellationException e) {
            Study.State state = study.state();
            terminal().line("Kept: " + StudyTables.counted(state.answers(), "answer") + " of "
                    + StudyTables.counted(state.participants(), "participant"));
        }
    }
}
