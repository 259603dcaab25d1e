package espalier.app.shell;

import espalier.app.OpenNetwork;
import espalier.app.Opener;
import espalier.app.Session;
import espalier.basics.Problem;
import espalier.data.Dataset;
import espalier.workspace.JsonFiles;
import espalier.workspace.RunFolder;
import espalier.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.beans.InvalidationListener;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.util.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is open and looked at, kept in the workspace as it changes, so that the next start begins there; and what was
 * open before. Belongs to the FX thread.
 */
final class SessionMemory {

    private static final Logger LOG = LoggerFactory.getLogger(SessionMemory.class);
    private static final String FILE = "session.json";
    private static final int MOST_RECENT = 8;
    /** What changes is written when nothing has changed for so long. */
    private static final Duration REST = Duration.millis(500);

    private final Session session;
    private final Opener opener;
    private final Path file;
    private final Executor background;
    private final PauseTransition rest = new PauseTransition(REST);
    private final String page;
    private Saved saved;

    /**
     * What is written down. What an older file lacks is empty.
     *
     * @param network        the file of the unpruned network
     * @param selected       the file of the network that is looked at
     * @param data           the pictures' specification
     * @param page           its title
     * @param layer          the convolution that is looked at
     * @param selectedClass  its number, or −1
     * @param recentNetworks files and folders of runs, the last first
     * @param recentData     specifications, the last first
     */
    record Saved(String network, String selected, String data, String page, String layer, int selectedClass,
            List<String> recentNetworks, List<String> recentData) {

        Saved {
            network = Objects.requireNonNullElse(network, "");
            selected = Objects.requireNonNullElse(selected, "");
            data = Objects.requireNonNullElse(data, "");
            page = Objects.requireNonNullElse(page, "");
            layer = Objects.requireNonNullElse(layer, "");
            recentNetworks = recentNetworks == null ? List.of() : List.copyOf(recentNetworks);
            recentData = recentData == null ? List.of() : List.copyOf(recentData);
        }
    }

    /** Follows what is open; reads what was written the last time. */
    SessionMemory(Session session, Opener opener, Workspace workspace, Executor background) {
        this.session = session;
        this.opener = opener;
        this.background = background;
        file = workspace.folder().resolve(FILE);
        saved = read();
        page = saved.page();
        rest.setOnFinished(event -> write());
    }

    private Saved read() {
        try {
            return Files.exists(file) ? JsonFiles.read(file, Saved.class, "what was open") : nothing();
        } catch (Problem e) {
            LOG.warn("{}", e.getMessage(), e);
            return nothing();
        }
    }

    private static Saved nothing() {
        return new Saved("", "", "", "", "", -1, List.of(), List.of());
    }

    /** Files of networks and folders of runs that were open, the last first. */
    List<String> recentNetworks() {
        return saved.recentNetworks();
    }

    /** Pictures that were open, the last first. */
    List<String> recentData() {
        return saved.recentData();
    }

    /** Opens what was open the last time, where it is still there, else the sample; then remembers what changes. */
    void restore() {
        Saved before = saved;
        if (before.network().isEmpty() || !Files.exists(Path.of(before.network()))) {
            opener.sample();
        } else {
            session.unprunedProperty().addListener(new ChangeListener<>() {
                @Override
                public void changed(ObservableValue<? extends OpenNetwork> property, OpenNetwork old, OpenNetwork now) {
                    if (now != null) {
                        property.removeListener(this);
                        // What opens it adds the other networks of the run right after this one.
                        Platform.runLater(() -> lookWhere(before));
                    }
                }
            });
            opener.path(Path.of(place(before.network())));
        }
        follow();
    }

    private void lookWhere(Saved before) {
        if (!path(session.getUnpruned()).equals(before.network())) {
            return;
        }
        boolean other = session.getData() == null || !session.getData().specification().equals(before.data());
        if (other && !before.data().isEmpty()) {
            opener.data(before.data());
        }
        session.trajectory().stream().filter(network -> path(network).equals(before.selected())).findFirst()
                .ifPresent(session::setSelected);
        if (session.getSelected().convolutions().stream().anyMatch(layer -> layer.name().equals(before.layer()))) {
            session.setSelectedLayer(before.layer());
        }
        if (before.selectedClass() < session.getUnpruned().description().classNames().size()) {
            session.setSelectedClass(before.selectedClass());
        }
    }

    /**
     * Goes to the page of last time: after the first frame, as pages compute what the first frame need not wait for.
     */
    void returnToPage() {
        if (!page.isEmpty()) {
            session.setPage(page);
        }
    }

    private void follow() {
        InvalidationListener changed = property -> rest.playFromStart();
        Stream.of(session.unprunedProperty(), session.selectedProperty(), session.dataProperty(),
                session.pageProperty(), session.selectedLayerProperty(), session.selectedClassProperty())
                .forEach(property -> property.addListener(changed));
    }

    private void write() {
        OpenNetwork unpruned = session.getUnpruned();
        Dataset data = session.getData();
        if (unpruned == null || unpruned.isLive()) {
            return;
        }
        saved = new Saved(path(unpruned), path(session.getSelected()), data == null ? "" : data.specification(),
                session.pageProperty().get(), session.getSelectedLayer(), session.getSelectedClass(),
                first(place(path(unpruned)), saved.recentNetworks()),
                data == null ? saved.recentData() : first(data.specification(), saved.recentData()));
        Saved now = saved;
        CompletableFuture.runAsync(() -> JsonFiles.write(file, now), background).exceptionally(failure -> {
            LOG.warn("What is open could not be written down", failure);
            return null;
        });
    }

    /** The folder of the run whose unpruned network this is, else the file itself. */
    private static String place(String network) {
        Path path = Path.of(network);
        boolean run = path.getFileName().toString().equals("unpruned.zip")
                && Files.exists(path.resolveSibling(RunFolder.RUN));
        return run ? path.getParent().toString() : network;
    }

    private static String path(OpenNetwork network) {
        return network == null || network.isLive() ? "" : network.file().toAbsolutePath().normalize().toString();
    }

    private static List<String> first(String one, List<String> others) {
        return Stream.concat(Stream.of(one), others.stream().filter(other -> !other.equals(one))).limit(MOST_RECENT)
                .toList();
    }
}
