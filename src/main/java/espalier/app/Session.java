package espalier.app;

import espalier.data.Dataset;
import java.util.Comparator;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * What is open and what is selected, for all pages together. Only state: it reads, computes and reports nothing, and
 * holds no node. Belongs to the FX thread.
 */
public final class Session {

    private final ObjectProperty<OpenNetwork> unpruned = new SimpleObjectProperty<>(this, "unpruned");
    private final ObjectProperty<OpenNetwork> selected = new SimpleObjectProperty<>(this, "selected");
    private final ObservableList<OpenNetwork> trajectory = FXCollections.observableArrayList();
    private final ObjectProperty<Dataset> data = new SimpleObjectProperty<>(this, "data");
    private final StringProperty selectedLayer = new SimpleStringProperty(this, "selectedLayer");
    private final IntegerProperty selectedFilter = new SimpleIntegerProperty(this, "selectedFilter", -1);
    private final IntegerProperty selectedClass = new SimpleIntegerProperty(this, "selectedClass", -1);
    private final StringProperty page = new SimpleStringProperty(this, "page", "");
    private final ObjectProperty<CloseUp> closeUp = new SimpleObjectProperty<>(this, "closeUp");
    private final ObjectProperty<CloseUp.OfPicture> wantedExplanation = new SimpleObjectProperty<>(this,
            "wantedExplanation");
    private final FilterDecisions decisions = new FilterDecisions();

    /** The network that was begun with last. */
    private String begun = "";

    private final DoubleProperty wantedThreshold = new SimpleDoubleProperty(this, "wantedThreshold", Double.NaN);

    /** Nothing is open yet. */
    public Session() {
        selectedLayer.addListener((layer, old, now) -> selectedFilter.set(-1));
        selected.addListener((property, old, now) -> keepSelection(old, now));
    }

    /** The network that the trajectory starts from; null while none is open. */
    public ObjectProperty<OpenNetwork> unprunedProperty() {
        return unpruned;
    }

    public OpenNetwork getUnpruned() {
        return unpruned.get();
    }

    /** The network of the trajectory that the Overview and the Filters show; null while none is open. */
    public ObjectProperty<OpenNetwork> selectedProperty() {
        return selected;
    }

    public OpenNetwork getSelected() {
        return selected.get();
    }

    public void setSelected(OpenNetwork network) {
        selected.set(network);
    }

    /** The unpruned network first, then the milestones of the current run by rate, as they are reached. */
    public ObservableList<OpenNetwork> trajectory() {
        return trajectory;
    }

    /** The pictures; null while none are open. Data sets are safe to use from any thread. */
    public ObjectProperty<Dataset> dataProperty() {
        return data;
    }

    public Dataset getData() {
        return data.get();
    }

    public void setData(Dataset pictures) {
        data.set(pictures);
    }

    /** The name of the convolution that is looked at; null while no network is open. */
    public StringProperty selectedLayerProperty() {
        return selectedLayer;
    }

    public String getSelectedLayer() {
        return selectedLayer.get();
    }

    public void setSelectedLayer(String name) {
        selectedLayer.set(name);
    }

    /** The filter of the selected layer that is looked at, or −1. */
    public IntegerProperty selectedFilterProperty() {
        return selectedFilter;
    }

    public int getSelectedFilter() {
        return selectedFilter.get();
    }

    public void setSelectedFilter(int filter) {
        selectedFilter.set(filter);
    }

    /** The class that is looked at, or −1. */
    public IntegerProperty selectedClassProperty() {
        return selectedClass;
    }

    public int getSelectedClass() {
        return selectedClass.get();
    }

    public void setSelectedClass(int number) {
        selectedClass.set(number);
    }

    /**
     * The number of classes that a filter must matter to, by which the person wants to prune; NaN once the page that
     * prunes has taken it up.
     */
    public DoubleProperty wantedThresholdProperty() {
        return wantedThreshold;
    }

    /** The title of the page that is shown; set it to lead the person there: "Explain". */
    public StringProperty pageProperty() {
        return page;
    }

    public void setPage(String title) {
        page.set(title);
    }

    /** What is looked at closely, over the pages; null for nothing. */
    public ObjectProperty<CloseUp> closeUpProperty() {
        return closeUp;
    }

    public void setCloseUp(CloseUp what) {
        closeUp.set(what);
    }

    /** A picture that the person wants to see explained; null once the page that explains has taken it up. */
    public ObjectProperty<CloseUp.OfPicture> wantedExplanationProperty() {
        return wantedExplanation;
    }

    /** What the person decided of single filters. */
    public FilterDecisions decisions() {
        return decisions;
    }

    /** Closes the network that is open; the trajectory stays until another begins. */
    public void close() {
        unpruned.set(null);
        selected.set(null);
    }

    /** Shows a network, with the milestones of an earlier run forgotten. */
    public void begin(OpenNetwork network) {
        if (!network.id().equals(begun)) {
            begun = network.id();
            decisions.forgetPast();
        }
        trajectory.setAll(network);
        unpruned.set(network);
        selected.set(network);
    }

    /** Adds a milestone to the trajectory, or takes it instead of the one of its id: what is selected stays so. */
    public void add(OpenNetwork milestone) {
        boolean wasSelected = selected.get() != null && selected.get().id().equals(milestone.id());
        boolean wasUnpruned = unpruned.get() != null && unpruned.get().id().equals(milestone.id());
        int index = 0;
        while (index < trajectory.size() && !trajectory.get(index).id().equals(milestone.id())) {
            index++;
        }
        if (index < trajectory.size()) {
            trajectory.set(index, milestone);
        } else {
            trajectory.add(milestone);
            FXCollections.sort(trajectory, Comparator.comparingDouble(OpenNetwork::rate));
        }
        if (wasUnpruned) {
            unpruned.set(milestone);
        }
        if (wasSelected) {
            selected.set(milestone);
        }
    }

    private void keepSelection(OpenNetwork old, OpenNetwork now) {
        if (now == null) {
            selectedLayer.set(null);
        } else if (old == null || !old.id().equals(now.id())) {
            String layer = selectedLayer.get();
            selectedFilter.set(-1);
            if (now.convolutions().stream().noneMatch(convolution -> convolution.name().equals(layer))) {
                selectedLayer.set(now.convolutions().isEmpty() ? null : now.convolutions().get(0).name());
            }
        }
    }
}
