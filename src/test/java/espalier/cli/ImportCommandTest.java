package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import espalier.SharedData;
import espalier.engine.Backend;
import espalier.network.Network;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class ImportCommandTest {

    @TempDir
    private static Path folder;
    private static Path model;
    private static String data;

    @BeforeAll
    static void modelAndPictures() throws IOException {
        Backend.start();
        data = "folder:" + SmallData.folder(folder.resolve("pictures"), 20);
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(6).activation(Activation.RELU).build())
                .layer(new BatchNormalization())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT).nOut(4).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutional(SmallData.SIDE, SmallData.SIDE, 3)).build());
        network.init();
        model = folder.resolve("model.zip");
        ModelSerializer.writeModel(network, model.toFile(), false);
    }

    @Test
    void whatIsGivenIsTaken() throws IOException {
        Path names = Files.writeString(folder.resolve("names.txt"), "box\nbar\nnone\ndot\n");
        Path out = folder.resolve("given.zip");
        CommandRun run = CommandRun.of("import", model, "--out", out, "--mean", "10,20,30", "--std", "51,51,51",
                "--channels", "bgr", "--classes", names, "--name", "Four", "--json", "-");

        assertThat(run.code()).as(run.err()).isZero();
        JsonNode json = run.json();
        assertThat(json.get("program").asText()).isEqualTo("DeepLearning4J");
        assertThat(json.get("guessed")).isEmpty();
        assertThat(json.get("mean").get(2).asDouble()).isEqualTo(30);
        assertThat(json.get("slowLayers")).isEmpty();
        try (Network network = Network.read(out)) {
            assertThat(network.description().name()).isEqualTo("Four");
            assertThat(network.description().classNames()).containsExactly("box", "bar", "none", "dot");
            assertThat(network.description().normalisation().deviation()).containsExactly(.2f, .2f, .2f);
            assertThat(network.description().provenance()).containsEntry("imported from", "model.zip");
        }
    }

    @Test
    void classesAreFoundByNameAndOthersCanBeLeftOut() throws IOException {
        Path names = Files.writeString(folder.resolve("four.csv"), "name,output_index\nBox,0\nbar,1\ndot,3\n");
        Path all = folder.resolve("all.zip");
        Path three = folder.resolve("three.zip");
        assertThat(CommandRun.of("import", model, "--out", all, "--classes", names).code()).isZero();
        assertThat(CommandRun
                .of("import", model, "--out", three, "--classes", names, "--data", data, "--only-data-classes").code())
                .isZero();

        JsonNode evaluated = CommandRun.of("evaluate", "--network", all, "--data", data, "--json", "-").json();
        assertThat(evaluated.get("classNames")).hasSize(4);
        assertThat(evaluated.get("perClass").get("class 2").isNull()).isTrue();
        JsonNode cut = CommandRun.of("evaluate", "--network", three, "--data", data, "--json", "-").json();
        assertThat(cut.get("classNames").toString()).isEqualTo("[\"bar\",\"Box\",\"dot\"]");
        assertThat(cut.get("accuracy").asDouble()).isEqualTo(evaluated.get("amongThoseOfData").asDouble());
        assertThat(CommandRun.of("score", "--network", three, "--data", data).code()).isZero();
    }

    @Test
    void whatIsNotGivenIsGuessedAndTold() throws IOException {
        CommandRun run = CommandRun.of("import", model, "--out", folder.resolve("guessed.zip"), "--json", "-");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("pixels are taken", "this is a guess", "--data with pictures of its classes");
        assertThat(run.json().get("notes").toString()).contains("this is a guess");
        assertThat(CommandRun.of("info", folder.resolve("guessed.zip")).out()).contains("this is a guess");
        assertThat(run.json().get("guessed").toString()).isEqualTo("[\"classes\",\"normalisation\",\"channels\"]");
        assertThat(run.json().get("classNames").get(3).asText()).isEqualTo("class 3");
    }

    @Test
    void whatIsGivenComesBeforeTheNetworksOwnRescaling() throws IOException {
        Path file = folder.resolve("rescaling.keras");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(
                Path.of("src/test/resources/espalier/network/imports/keras3_convolutional_head.keras.gz")))) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }

        CommandRun run = CommandRun.of("import", file, "--out", folder.resolve("rescaled.zip"), "--mean", "10,20,30",
                "--std", "2,2,2", "--json", "-");

        assertThat(run.code()).as(run.err()).isZero();
        // The network's own: value / 127.5 - 1.
        assertThat(run.json().get("std").get(0).asDouble()).isCloseTo(255, within(1e-2));
        assertThat(run.json().get("mean").get(1).asDouble()).isCloseTo(275, within(1e-2));
        assertThat(run.json().get("notes").toString()).contains("after --mean and --std");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = {"--mean 1,2 | --mean: [1.0, 2.0]. It must be three numbers", "--mean a,b,c | 'a' is not a",
                    "--std 1,0,1 | --std: 0.0. It must be above 0",
                    "--channels gbr | --channels: gbr. It must be rgb or bgr",
                    "--size 2 | --size: 2. It must be 8 to 1024", "--only-data-classes | needs --data"})
    void wrongUse(String arguments, String expected) {
        String[] given = arguments.split(" ");
        CommandRun run = CommandRun.of(IntStream.range(0, given.length + 4)
                .mapToObj(i -> i < 4 ? List.of("import", model, "--out", folder.resolve("n.zip")).get(i) : given[i - 4])
                .toArray());

        assertThat(run.code()).isEqualTo(CommandLineInterface.WRONG_USE);
        assertThat(run.err()).contains(expected);
    }

    @Test
    void foreignAndDamagedFilesAreNamedInOneSentenceWithWhatToDo() throws IOException {
        refused("weights.onnx", new byte[] {8, 7, 18}, "ONNX", "damaged or cut off", "export the network again");
        refused("empty.onnx", new byte[0], "holds no network", "export the network again");
        refused("weights.pt", new byte[] {1, 2}, "PyTorch", "torch.onnx.export");
        refused("model.pb", new byte[] {1, 2}, "TensorFlow", ".keras");
        refused("picture.png", new byte[] {(byte) 0x89, 'P', 'N', 'G'}, "not a network", ".h5");
        refused("empty.h5", new byte[0], "not a network", ".h5");
        refused("cut.h5", new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n', 0, 0, 0}, "damaged",
                "Take another copy");
        byte[] whole = Files.readAllBytes(model);
        refused("cut.zip", Arrays.copyOf(whole, whole.length / 2), "cut off", "Take another copy");
    }

    private static void refused(String name, byte[] bytes, String... parts) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);
        Path out = folder.resolve("never.zip");
        CommandRun run = CommandRun.of("import", file, "--out", out);
        assertThat(run.code()).isEqualTo(CommandLineInterface.FAILED);
        assertThat(run.err()).contains(file.toString()).contains(parts).doesNotContain("Exception");
        assertThat(run.err().lines().count()).isEqualTo(1);
        assertThat(out).doesNotExist();
    }

    /** SqueezeNet knows a thousand classes, of which these pictures show ten. */
    @Test
    void squeezeNetIsAsGoodAsItShouldBeOnPicturesOfTenOfItsClasses() throws IOException {
        Path weights = SharedData.file("data/weights/squeezenet_v1.1_imagenet_keras2.h5");
        Path pictures = SharedData.folder("data/imagenette");
        Path out = folder.resolve("squeezenet.zip");
        assertThat(CommandRun.of("import", weights, "--out", out, "--channels", "bgr", "--mean", "123,117,104", "--std",
                "1,1,1", "--classes", pictures.resolve("classes.csv"), "--data", "folder:" + pictures,
                "--only-data-classes").code()).isZero();
        Path few = folder.resolve("few");
        for (String name : List.of("n01440764", "n02102040", "n02979186", "n03000684", "n03028079", "n03394916",
                "n03417042", "n03425413", "n03445777", "n03888257")) {
            Path of = Files.createDirectories(few.resolve("test").resolve(name));
            Path train = Files.createDirectories(few.resolve("train").resolve(name));
            try (var files = Files.list(pictures.resolve("val").resolve(name))) {
                List<Path> chosen = files.sorted().limit(10).toList();
                for (int i = 0; i < chosen.size(); i++) {
                    Files.copy(chosen.get(i), (i < 7 ? of : train).resolve(chosen.get(i).getFileName()));
                }
            }
        }
        JsonNode result = CommandRun.of("evaluate", "--network", out, "--data", "folder:" + few, "--json", "-").json();
        assertThat(result.get("classNames")).hasSize(10);
        assertThat(result.get("accuracy").asDouble()).isGreaterThan(.88);
    }
}
