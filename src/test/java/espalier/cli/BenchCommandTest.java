package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchCommandTest {

    @Test
    void each_measurement_is_a_line_of_json() throws Exception {
        CommandRun run = CommandRun.of("bench", "--net", "vgg-s", "--only", "train,forward,scores", "--repeat", "1",
                "--warm-up", "0");
        assertThat(run.code()).isZero();
        List<String> works = new ArrayList<>();
        for (String line : run.out().strip().split("\n")) {
            JsonNode measurement = new ObjectMapper().readTree(line);
            List<String> keys = new ArrayList<>();
            measurement.fieldNames().forEachRemaining(keys::add);
            assertThat(keys).containsExactly("net", "work", "batch", "images_per_second", "ms");
            assertThat(measurement.get("net").asText()).isEqualTo("vgg-s");
            assertThat(measurement.get("ms").asDouble()).isPositive();
            works.add(measurement.get("work").asText() + " " + measurement.get("batch"));
        }
        assertThat(works).containsExactly("train 64", "forward 64", "scores 100");
    }

    @Test
    void live_pruning_is_measured_from_a_place_of_the_slider_to_accuracy_and_maps() throws Exception {
        CommandRun run = CommandRun.of("bench", "--live", "samples/shapes/unpruned.zip", "--data", "shapes", "--repeat",
                "2", "--warm-up", "0");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode times = new ObjectMapper().readTree(run.out());
        assertThat(times.get("places").asInt()).isEqualTo(2);
        assertThat(times.get("pictures").asInt()).isEqualTo(500);
        assertThat(times.get("cut_ms").asDouble()).isPositive().isLessThan(times.get("accuracy_ms").asDouble());
        assertThat(times.get("accuracy_ms").asDouble()).isLessThan(times.get("maps_ms").asDouble());
        assertThat(CommandRun.of("bench", "--data", "shapes").code()).isEqualTo(2);
    }

    @Test
    void an_unknown_net_or_work_is_wrong_use() {
        assertThat(CommandRun.of("bench", "--net", "alexnet").code()).isEqualTo(2);
        CommandRun run = CommandRun.of("bench", "--only", "guess");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("guess").contains("gradcam");
    }
}
