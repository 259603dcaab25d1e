package espalier.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A network of another program is opened as one's own are, and what its file does not say is asked. */
class ImportTest extends ShellTestBase {

    @Test
    void a_foreign_network_is_tried_named_and_opened() {
        settle();
        chosen = onEngine(() -> foreign(10));
        clickOn("#open").clickOn("Network (.zip, .onnx, .keras)…");
        await("the effect", () -> lookup("#import-share").tryQuery().isPresent()
                && !lookup("#import-share").<Label>query().getText().isEmpty());
        assertThat(lookup("#import-share").<Label>query().getText()).startsWith("Right for ")
                .containsPattern("pictures tried, [0-9.]+ %");
        assertThat(lookup(".import-picture").queryAll()).hasSize(4);
        picture("import");
        List<String> before = onFx(this::shares);

        enter("#import-mean-0", "900");
        for (int c = 0; c < 3; c++) {
            enter("#import-deviation-" + c, "300");
        }
        await("another effect", () -> !shares().equals(before));
        assertThat(lookup("#import-candidate .list-cell").queryLabeled().getText()).isEqualTo("Own values");
        enter("#import-mean-0", "many");
        await("the button shut", () -> lookup("#import-go").query().isDisabled());
        assertThat(lookup(".import-note").queryAllAs(Label.class))
                .anyMatch(label -> label.getText().contains("“many” is not a number"));
        enter("#import-mean-0", "100");
        enter("#import-name", "Taken over");
        clickOn("#import-go");
        await("the network", () -> "Taken over".equals(session.getUnpruned().description().name()));
        assertThat(lookup("#import").tryQuery()).isEmpty();
        Path written = folder.resolve("imported").resolve("Taken over.zip");
        try (Network network = onEngine(() -> Network.read(written))) {
            assertThat(network.description().normalisation().mean()[0] * 255).isBetween(99.99f, 100.01f);
            assertThat(network.description().classNames()).isEqualTo(onFx(() -> session.getData().classNames()));
        }
        await("its test", () -> session.getSelected().test().isPresent());
    }

    @Test
    void names_come_from_a_file_and_escape_leaves_all_as_it_was() throws IOException {
        settle();
        String before = onFx(() -> session.getUnpruned().id());
        Path model = onEngine(() -> foreign(4));
        onFx(() -> {
            opener.path(model);
            return null;
        });
        await("the sheet",
                () -> lookup("#import-classes").tryQuery().isPresent() && lookup("#import-go").query().isVisible()
                        && !lookup("#import-share").<Label>query().getText().isEmpty());
        assertThat(lookup("#import-share").<Label>query().getText()).contains("other classes");
        chosen = Files.writeString(folder.resolve("names.txt"), "north\neast\nsouth\nwest\n");
        clickOn("#import-classes");
        await("the names", () -> lookup(".answer-name").queryAllAs(Label.class).stream()
                .anyMatch(label -> label.getText().equals("east")));
        picture("import-classes");
        type(KeyCode.ESCAPE);
        await("no sheet", () -> lookup("#import").tryQuery().isEmpty());
        assertThat(onFx(() -> session.getUnpruned().id())).isEqualTo(before);
        assertThat(folder.resolve("imported")).doesNotExist();
    }

    @Test
    void an_onnx_file_opens_with_what_it_does_to_pixels() {
        settle();
        chosen = Path.of("src/test/resources/espalier/network/imports/torch_dynamo.onnx");
        clickOn("#open").clickOn("Network (.zip, .onnx, .keras)…");
        await("the sheet", () -> lookup("#import-go").tryQuery().isPresent() && lookup("#import-go").query().isVisible()
                && !lookup("#import-mean-0").<TextField>query().getText().equals("0"));
        assertThat(lookup("#import-mean-0").<TextField>query().getText()).isEqualTo("114.75");
        assertThat(lookup(".import-note").queryAllAs(Label.class))
                .anyMatch(label -> label.getText().contains("has become the normalisation of its pictures"));
        picture("import-onnx");
        assertThat(lookup("#import-candidate .list-cell").queryAllAs(Labeled.class))
                .anyMatch(cell -> cell.getText().equals("as the file says"));
        type(KeyCode.ESCAPE);
        await("no sheet", () -> lookup("#import").tryQuery().isEmpty());
    }

    @Test
    void what_cannot_be_imported_is_told_in_a_sentence() throws IOException {
        settle();
        chosen = Files.write(folder.resolve("net.pt"), new byte[] {8, 7, 18, 4});
        clickOn("#open").clickOn("Network (.zip, .onnx, .keras)…");
        await("a notice", () -> lookup(".notice.problem").tryQuery().isPresent());
        assertThat(lookup(".notice .label").<Label>query().getText()).contains("net.pt").contains("torch.onnx.export");
        chosen = Files.write(folder.resolve("net.onnx"), new byte[] {8, 7, 18, 4});
        clickOn("#open").clickOn("Network (.zip, .onnx, .keras)…");
        await("the reason", () -> lookup(".import-failed .label").queryAllAs(Label.class).stream()
                .anyMatch(label -> label.getText().contains("ONNX")));
        clickOn("Close");
        chosen = Files.write(folder.resolve("net.h5"), new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'});
        clickOn("#open").clickOn("Network (.zip, .onnx, .keras)…");
        await("the reason", () -> lookup(".import-failed .label").queryAllAs(Label.class).stream()
                .anyMatch(label -> label.getText().contains("damaged")));
        picture("import-failed");
        clickOn("Close");
        assertThat(lookup("#import").tryQuery()).isEmpty();
    }

    private List<String> shares() {
        return lookup(".import-answers .label").queryAllAs(Label.class).stream().map(Label::getText).toList();
    }

    private void enter(String field, String text) {
        onFx(() -> {
            lookup(field).queryAs(TextField.class).setText(text);
            return null;
        });
    }

    private Path foreign(int classes) throws IOException {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(4).list()
                .layer(new ConvolutionLayer.Builder(5, 5).stride(2, 2).nOut(8).activation(Activation.RELU).build())
                .layer(new BatchNormalization())
                .layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX).kernelSize(2, 2).stride(2, 2)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT).nOut(classes).activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(64, 64, 3)).build());
        network.init();
        Path file = folder.resolve("foreign.zip");
        ModelSerializer.writeModel(network, file.toFile(), false);
        return file;
    }
}
