package espalier.app.shell;

import espalier.app.Notices;
import espalier.app.Opener;
import espalier.data.Datasets;
import espalier.data.download.PublicData;
import espalier.workspace.RunFolder;
import espalier.workspace.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.application.Platform;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.KeyCombination;
import org.kordamp.ikonli.javafx.FontIcon;

/** What can be opened: networks, data, runs of the workspace and of elsewhere. */
final class OpenMenu extends MenuButton {

    private static final int MOST_RUNS = 15;

    private final Opener opener;
    private final Notices notices;
    private final Workspace workspace;
    private final SessionMemory memory;
    private final Menu recent = new Menu("Recent", new FontIcon("fth-clock"));
    private final Menu runs = new Menu("Earlier run", new FontIcon("fth-git-branch"));

    /** @param get fetches a public data set */
    OpenMenu(Opener opener, Notices notices, Workspace workspace, Chooser chooser, SessionMemory memory,
            Consumer<PublicData> get) {
        super("Open…", new FontIcon("fth-folder"));
        this.opener = opener;
        this.notices = notices;
        this.workspace = workspace;
        this.memory = memory;
        setId("open");
        setMinWidth(USE_PREF_SIZE);
        MenuItem network = item("Network (.zip, .onnx, .keras)…", "fth-layers",
                () -> chooser.network().ifPresent(opener::network));
        network.setAccelerator(KeyCombination.keyCombination("Shortcut+O"));
        getItems().addAll(network, recent, new SeparatorMenuItem(),
                item("Data: Shapes", "fth-triangle", () -> opener.data("shapes")),
                item("Data: CIFAR-10 or CIFAR-100 folder…", "fth-image",
                        () -> chooser.folder("The folder of CIFAR-10 or CIFAR-100 (binary version)")
                                .ifPresent(folder -> opener.data(Datasets.inFolder(folder)))),
                item("Data: CIFAR-100 folder, coarse classes…", "fth-image",
                        () -> chooser.folder("The folder of CIFAR-100 (binary version)")
                                .ifPresent(folder -> opener.data("cifar100-coarse:" + folder))),
                item("Data: folder of pictures…", "fth-image",
                        () -> chooser.folder("A folder with one sub-folder of pictures " + "per class")
                                .ifPresent(folder -> opener.data("folder:" + folder))),
                getData(get), new SeparatorMenuItem(), runs,
                item("Run of another folder…", "fth-folder",
                        () -> chooser.folder("A folder that holds a run (run.json)").ifPresent(opener::run)),
                item("Sample: ten shapes at four rates", "fth-gift", opener::sample));
        setOnShowing(event -> {
            listRecent();
            listRuns();
        });
        listRecent();
        opener.setDataChooser(this::show);
        listRuns();
    }

    private static Menu getData(Consumer<PublicData> get) {
        Menu menu = new Menu("Get data", new FontIcon("fth-download"));
        for (PublicData data : PublicData.values()) {
            menu.getItems().add(item("Get " + data.title() + "…", "fth-download", () -> get.accept(data)));
        }
        return menu;
    }

    private void listRecent() {
        List<MenuItem> items = new ArrayList<>();
        memory.recentNetworks()
                .forEach(path -> items.add(recent(path, "fth-layers", () -> opener.path(Path.of(path)))));
        if (!items.isEmpty() && !memory.recentData().isEmpty()) {
            items.add(new SeparatorMenuItem());
        }
        memory.recentData().forEach(data -> items.add(recent(data, "fth-image", () -> opener.data(data))));
        recent.getItems().setAll(items);
        recent.setDisable(items.isEmpty());
    }

    private static MenuItem recent(String name, String icon, Runnable action) {
        MenuItem item = item(name, icon, action);
        item.setMnemonicParsing(false);
        return item;
    }

    private static MenuItem item(String title, String icon, Runnable action) {
        MenuItem item = new MenuItem(title, new FontIcon(icon));
        item.setOnAction(event -> action.run());
        return item;
    }

    /** Reading many runs may take a moment, so the menu shows those of last time until it is done. */
    private void listRuns() {
        CompletableFuture.supplyAsync(workspace::runs).whenCompleteAsync((found, failure) -> {
            notices.report(failure);
            if (found != null) {
                show(found);
            }
        }, Platform::runLater);
    }

    private void show(List<RunFolder> found) {
        List<RunFolder> newest = found.stream().filter(run -> !run.milestones().isEmpty()).collect(Collectors.toList());
        Collections.reverse(newest);
        runs.setDisable(newest.isEmpty());
        runs.getItems().setAll(newest.stream().limit(MOST_RUNS).map(run -> {
            MenuItem item = new MenuItem(run.id() + "  (" + run.milestones().size() + " networks, "
                    + run.status().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + ")");
            item.setMnemonicParsing(false);
            item.setOnAction(event -> opener.run(run.path()));
            return item;
        }).toList());
    }
}
