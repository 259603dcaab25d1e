package espalier.app.figures;

import espalier.app.controls.Plot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.Parent;

/**
 * A part of the window that can be taken elsewhere: by right click, by the menu key or Shift+F10 where it has the
 * focus, and by the window's menu of all figures that are seen. Belongs to the FX thread.
 */
public final class Figure {

    private static final String KEY = Figure.class.getName();
    private static final String HOST = FigureHost.class.getName();

    private final Node node;
    private final Supplier<String> name;
    private Supplier<Optional<String>> csv;
    private Supplier<? extends List<? extends Node>> key;
    private Taking taking = Runnable::run;

    /** Does something around the moment in which the picture is taken. */
    @FunctionalInterface
    public interface Taking {
        /** Calls {@code picture}, once. */
        void around(Runnable picture);
    }

    private Figure(Node node, Supplier<String> name) {
        this.node = node;
        this.name = name;
        this.csv = () -> node instanceof Plot plot ? plot.csv() : Tables.csv(node);
        this.key = () -> node instanceof Plot plot ? plot.key() : List.of();
    }

    /** Registers a node by a name that a person finds it by, and that is its title. */
    public static Figure of(Node node, String name) {
        return of(node, () -> name);
    }

    /** The same with a name that changes with what is shown. */
    public static Figure of(Node node, Supplier<String> name) {
        Figure figure = new Figure(node, name);
        node.getProperties().put(KEY, figure);
        return figure;
    }

    /** Says what its table is, where that is not what its node says itself. */
    public Figure withTable(Supplier<String> table) {
        csv = () -> Optional.of(table.get());
        return this;
    }

    /** Says what its key is: nodes of the window, where it is not within the figure. */
    public Figure withKey(Node... nodes) {
        key = () -> List.of(nodes);
        return this;
    }

    /** Does something around the moment in which a picture of it is taken. */
    public Figure takenBy(Taking how) {
        taking = how;
        return this;
    }

    /** The figure that a node is, or is a part of. */
    static Optional<Figure> around(Node node) {
        for (Node above = node; above != null; above = above.getParent()) {
            if (above.getProperties().get(KEY) instanceof Figure figure) {
                return Optional.of(figure);
            }
        }
        return Optional.empty();
    }

    /** What is around the figures below a node. */
    static void setHost(Node root, FigureHost host) {
        root.getProperties().put(HOST, host);
    }

    /** The figures that are seen below a node, from its first to its last. */
    public static List<Figure> seen(Node root) {
        List<Figure> found = new ArrayList<>();
        collect(root, found);
        return found;
    }

    private static void collect(Node node, List<Figure> found) {
        if (!node.isVisible()) {
            return;
        }
        if (node.getProperties().get(KEY) instanceof Figure figure && !figure.node.getLayoutBounds().isEmpty()) {
            found.add(figure);
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, found));
        }
    }

    /** What it is of; empty where no window says. */
    String subject() {
        return host().map(FigureHost::subject).orElse("");
    }

    Optional<FigureHost> host() {
        for (Node above = node; above != null; above = above.getParent()) {
            if (above.getProperties().get(HOST) instanceof FigureHost host) {
                return Optional.of(host);
            }
        }
        return Optional.empty();
    }

    /** What it is, for a person. */
    public String name() {
        return name.get();
    }

    Node node() {
        return node;
    }

    Optional<String> csv() {
        return csv.get();
    }

    List<? extends Node> key() {
        return key.get();
    }

    /** What its picture gives while it is as it is to be taken. */
    <T> T taken(Supplier<T> picture) {
        List<T> result = new ArrayList<>(1);
        taking.around(() -> result.add(picture.get()));
        return result.get(0);
    }

    /** A name for its file, without an ending: what it is, and of what. */
    String fileName() {
        String words = (name() + " " + subject().replace('×', 'x')).toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9.]+", "-").replaceAll("^[-.]+|[-.]+$", "");
        return words.length() > 100 ? words.substring(0, 100) : words;
    }
}
