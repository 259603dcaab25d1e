package espalier.app.train;

import espalier.app.controls.NumberInput;
import espalier.basics.Choice.Numbers;
import espalier.basics.Problem;
import espalier.data.Batches.Augmentation;
import espalier.data.PictureSize;
import espalier.engine.Precision;
import espalier.network.Front;
import espalier.training.Beginning;
import espalier.training.TrainingEffort;
import espalier.training.TrainingSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** What the person asks for on the Train page. Belongs to the FX thread. */
final class TrainForm {

    private static final TrainingSettings TRANSFER = TrainingSettings.TRANSFER;
    private static final double MOST_PICTURES = 100_000;

    private final ObjectProperty<Beginning> beginning = new SimpleObjectProperty<>(this, "beginning",
            Beginning.NEW_HEAD);
    private final ObjectProperty<Optional<Path>> file = new SimpleObjectProperty<>(this, "file", Optional.empty());
    private final StringProperty architecture = new SimpleStringProperty(this, "architecture", "vgg-s");
    private final StringProperty freeze = new SimpleStringProperty(this, "freeze", Front.ALL_BUT_HEAD);
    private final StringProperty data = new SimpleStringProperty(this, "data", "");
    private final StringProperty name = new SimpleStringProperty(this, "name", "");
    private final ObjectProperty<TrainingEffort> effort = new SimpleObjectProperty<>(this, "effort",
            TrainingEffort.NORMAL);
    private final BooleanProperty flip = new SimpleBooleanProperty(this, "flip", false);
    private final NumberInput size = input("Size of pictures", Integer.class, 16, false, 1024, "pixels");
    private final NumberInput epochs = input("Epochs", Integer.class, 1, false, 10_000, "");
    private final NumberInput learningRate = input("Learning rate", Double.class, 0, true, 10, "");
    private final NumberInput batch = input("Pictures in a step", Integer.class, 1, false, 1024, "");
    private final NumberInput shift = input("Shift", Integer.class, 0, false, 256, "pixels");
    private final NumberInput l1 = input("L1 norm λ1", Double.class, 0, false, 1, "");
    private final NumberInput orthogonality = input("Orthogonality λ2", Double.class, 0, false, 1, "");
    private final List<NumberInput> numbers = List.of(size, epochs, learningRate, batch, shift, l1, orthogonality);
    /** Whether the fields are being filled, and say nothing of what the person wants. */
    private boolean filling;
    private int training = 1;

    TrainForm() {
        size.set(64);
        learningRate.textProperty().set("");
        l1.set(0);
        orthogonality.set(0);
        usual();
        beginning.addListener(property -> usual());
        effort.addListener(property -> fillEpochs());
        epochs.textProperty().addListener(property -> {
            if (!filling) {
                effort.set(null);
            }
        });
    }

    private static <T> NumberInput input(String name, Class<T> type, double least, boolean open, double most,
            String unit) {
        return new NumberInput(name, new Numbers<>(type, least, open, most, false, 1, unit));
    }

    /** What is usual for how it begins: with a new head alone pictures stay as they are, and each is seen once. */
    private void usual() {
        boolean anew = beginning.get() == Beginning.NEW;
        batch.set(anew ? TrainingSettings.TRAIN.batchSize() : TRANSFER.batchSize());
        flip.set(anew);
        shift.set(anew ? 4 : 0);
        fillEpochs();
    }

    /** How many pictures there are decides how often they come. */
    void setTraining(int pictures) {
        training = (int) Math.max(1, Math.min(MOST_PICTURES, pictures));
        fillEpochs();
    }

    private void fillEpochs() {
        if (effort.get() != null) {
            filling = true;
            epochs.set(effort.get().epochs(beginning.get(), training));
            filling = false;
        }
    }

    /** Tells of every change. */
    void addListener(InvalidationListener changed) {
        List.<Observable>of(beginning, file, architecture, freeze, data, name, flip)
                .forEach(property -> property.addListener(changed));
        numbers.forEach(number -> number.textProperty().addListener(changed));
    }

    /** NEW for an architecture, NEW_HEAD for another network with a new last layer. */
    ObjectProperty<Beginning> beginningProperty() {
        return beginning;
    }

    /** The network to begin with, where it is not the one that is open. */
    ObjectProperty<Optional<Path>> fileProperty() {
        return file;
    }

    StringProperty architectureProperty() {
        return architecture;
    }

    /** What stays as it is, as {@link Front#of} reads it. */
    StringProperty freezeProperty() {
        return freeze;
    }

    /** The specification of other pictures than those that are open; empty for those. */
    StringProperty dataProperty() {
        return data;
    }

    /** What the person calls the network; empty for the data's title. */
    StringProperty nameProperty() {
        return name;
    }

    /** Null where the person typed epochs. */
    ObjectProperty<TrainingEffort> effortProperty() {
        return effort;
    }

    BooleanProperty flipProperty() {
        return flip;
    }

    NumberInput size() {
        return size;
    }

    NumberInput epochs() {
        return epochs;
    }

    /** Empty for a rate that suits. */
    NumberInput learningRate() {
        return learningRate;
    }

    NumberInput batch() {
        return batch;
    }

    NumberInput shift() {
        return shift;
    }

    NumberInput l1() {
        return l1;
    }

    NumberInput orthogonality() {
        return orthogonality;
    }

    /** How training pictures are changed. */
    Augmentation augmentation() {
        return new Augmentation(flip.get(), (int) shift.value());
    }

    /** The size to which an architecture's pictures are brought. */
    PictureSize pictureSize() {
        return new PictureSize((int) size.value(), (int) size.value());
    }

    /**
     * What the fields say.
     *
     * @throws Problem where one of them is wrong, in a sentence
     */
    TrainingSettings settings() {
        boolean found = learningRate.textProperty().get().isBlank();
        return new TrainingSettings((int) epochs.value(), 0, (int) batch.value(), found ? 0 : learningRate.value(),
                TRANSFER.momentum(), TRANSFER.weightDecay(), l1.value(), orthogonality.value(), TRANSFER.schedule(),
                augmentation(), 0, TRANSFER.seed(), Precision.FASTEST);
    }
}
