package espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import espalier.basics.Problem;
import espalier.data.Dataset.Part;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassWeightsTest {

    private static final List<String> NAMES = List.of("cat", "dog", "horse", "ship");
    private static final TinyData DATA = new TinyData();

    private static ClassWeights parsed(String text) {
        return ClassWeights.parse(text);
    }

    /** How many of the pictures are of each class. */
    private static int[] counts(int[] pictures) {
        int[] counts = new int[3];
        Arrays.stream(pictures).forEach(i -> counts[DATA.part(Part.TRAINING).label(i)]++);
        return counts;
    }

    @Test
    void all_alike_gives_every_class_exactly_one() {
        assertThat(ClassWeights.ALL_ALIKE.of(NAMES)).containsExactly(1, 1, 1, 1);
        assertThat(parsed("cat=0.1,dog=0.1,horse=0.1,ship=0.1").of(NAMES)).containsExactly(1, 1, 1, 1);
    }

    @Test
    void weights_are_scaled_so_that_their_mean_is_one() {
        assertThat(parsed("dog,horse").of(NAMES)).containsExactly(0, 2, 2, 0);
        assertThat(parsed("cat=1,dog=0.5,others=0.25").of(NAMES)).containsExactly(2, 1, 0.5, 0.5);
    }

    @Test
    void classes_that_matter_are_those_above_zero() {
        assertThat(parsed("horse,cat").mattering(NAMES)).containsExactly(0, 2);
        assertThat(parsed("cat=0,others=1").mattering(NAMES)).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = {"all | all | all classes alike", "cat, dog ,horse | cat,dog,horse | only cat, dog, horse",
                    "cat=1,dog=0.5,others=0.2 | cat=1,dog=0.5,others=0.2 | cat 1, dog 0.5, others 0.2",
                    "cat=0.7,dog=0.5 | cat=0.7,dog=0.5,others=0 | cat 0.7, dog 0.5, others 0",
                    "cat=1,dog=1,others=1 | all | all classes alike", "others=0.3 | all | all classes alike",
                    "a%2cb%3ac,50% | a%2cb%3ac,50%25 | only a,b:c, 50%"})
    void text_is_read_and_written(String text, String again, String words) {
        assertThat(parsed(text).text()).isEqualTo(again);
        assertThat(parsed(text)).hasToString(words);
        assertThat(parsed(again)).isEqualTo(parsed(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "x=1", "c:d", "100%", "%2c", " blank ", "all", "others", "%", "ä é"})
    void any_name_can_be_typed(String name) {
        ClassWeights weights = ClassWeights.only(List.of(name, "plain"));
        assertThat(parsed(weights.text())).isEqualTo(weights);
        assertThat(parsed(ClassWeights.only(List.of(name)).text())).isEqualTo(ClassWeights.only(List.of(name)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = {"cat=2 | from 0 to 1", "cat=-0.1 | from 0 to 1", "cat=NaN | from 0 to 1",
                    "cat=much | cat=1,dog=0.5", "cat,,dog | cat,dog,horse", "'' | cat,dog,horse",
                    "cat=0 | at least one", "cat,cat | twice"})
    void what_are_no_weights_is_told(String text, String told) {
        assertThatThrownBy(() -> parsed(text)).isInstanceOf(Problem.class).hasMessageContaining(told);
    }

    @Test
    void an_unknown_class_is_named_with_those_that_there_are() {
        assertThatThrownBy(() -> parsed("cat,dgo").of(NAMES)).isInstanceOf(Problem.class)
                .hasMessageContaining("\"dgo\"").hasMessageContaining("cat, dog, horse, ship");
    }

    @Test
    void a_class_may_be_named_as_data_sets_name_it() {
        List<String> names = List.of("n01440764 tench", "n01443537 goldfish");
        assertThat(parsed("Goldfish").of(names)).containsExactly(0, 2);
        assertThatThrownBy(() -> parsed("goldfish=1,n01443537=0.5").of(names)).isInstanceOf(Problem.class)
                .hasMessageContaining("two weights");
    }

    @Test
    void among_some_classes_those_that_matter_are_named_alone() {
        assertThat(parsed("cat=0,others=1").among(NAMES)).isEqualTo(parsed("dog,horse,ship"));
        assertThat(parsed("cat=0.5,dog=0.25").among(NAMES)).isEqualTo(parsed("cat=0.5,dog=0.25"));
        ClassWeights some = parsed("GOLDFISH=1,others=0").among(List.of("n01440764 tench", "n01443537 goldfish"));
        assertThat(some.byName()).containsOnlyKeys("n01443537 goldfish");
        assertThat(some.of(List.of("n01443537 goldfish"))).containsExactly(1);
        assertThat(parsed("cat=0,others=0.5").leavesOut()).isTrue();
        assertThat(parsed("cat,dog").leavesOut()).isTrue();
        assertThat(parsed("cat=0.1,others=1").leavesOut()).isFalse();
        assertThat(ClassWeights.ALL_ALIKE.leavesOut()).isFalse();
    }

    @Test
    void classes_of_which_none_matters_are_told() {
        assertThatThrownBy(() -> parsed("cat=0,dog=0,others=1").of(List.of("cat", "dog"))).isInstanceOf(Problem.class)
                .hasMessageContaining("matters");
    }

    @Test
    void json_holds_the_weights_and_nothing_else() throws Exception {
        ObjectMapper json = new ObjectMapper();
        ClassWeights weights = parsed("cat=1,dog=0.5,others=0.2");
        String written = json.writeValueAsString(weights);
        assertThat(written).isEqualTo("{\"byName\":{\"cat\":1.0,\"dog\":0.5},\"others\":0.2}");
        assertThat(json.readValue(written, ClassWeights.class)).isEqualTo(weights);
        assertThat(json.readValue(json.writeValueAsString(ClassWeights.ALL_ALIKE), ClassWeights.class))
                .isEqualTo(ClassWeights.ALL_ALIKE);
    }

    @Test
    void order_does_not_make_weights_differ() {
        assertThat(parsed("dog,cat")).isEqualTo(parsed("cat,dog")).hasSameHashCodeAs(parsed("cat,dog"));
        assertThat(new ClassWeights(Map.of("cat", 0.5, "dog", 1.0), 1)).isEqualTo(parsed("cat=0.5,others=1"));
    }

    @Test
    void pictures_are_drawn_in_proportion() {
        assertThat(counts(ClassWeights.ALL_ALIKE.pictures(DATA, 30, 1))).containsExactly(10, 10, 10);
        assertThat(counts(parsed("across").pictures(DATA, 20, 1))).containsExactly(20, 0, 0);
        assertThat(counts(parsed("across=1,down=0.5,diagonal=0.25").pictures(DATA, 28, 1))).containsExactly(16, 8, 4);
    }

    @Test
    void as_many_are_drawn_as_asked_for_where_shares_are_no_whole_numbers() {
        IntStream.rangeClosed(1, 96).forEach(count -> assertThat(ClassWeights.ALL_ALIKE.pictures(DATA, count, 1))
                .hasSize(count).doesNotHaveDuplicates());
        assertThat(parsed("across=1,others=0.4").pictures(DATA, 17, 3)).hasSize(17);
    }

    @Test
    void the_proportion_holds_where_a_class_runs_out() {
        int[] counts = counts(parsed("across=1,down=0.5,diagonal=0").pictures(DATA, 1000, 1));
        assertThat(counts).containsExactly(32, 16, 0);
        assertThat(ClassWeights.ALL_ALIKE.pictures(DATA, 1000, 1)).hasSize(96).doesNotHaveDuplicates();
    }

    @Test
    void the_seed_decides_which_are_drawn() {
        int[] drawn = ClassWeights.ALL_ALIKE.pictures(DATA, 30, 1);
        assertThat(ClassWeights.ALL_ALIKE.pictures(DATA, 30, 1)).containsExactly(drawn);
        assertThat(ClassWeights.ALL_ALIKE.pictures(DATA, 30, 2)).isNotEqualTo(drawn);
        assertThat(Arrays.stream(drawn).average().orElseThrow()).isCloseTo(47.5, within(15.0));
    }
}
