package espalier.app.controls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GlossaryTest {

    @Test
    void the_word_that_comes_first_in_a_label_is_told() {
        assertThat(Glossary.in("One-shot pruning").orElseThrow().word()).isEqualTo("One-shot");
        assertThat(Glossary.in("Pruned at a rate of").orElseThrow().word()).isEqualTo("Prune");
        assertThat(Glossary.in("MACs left").orElseThrow().word()).isEqualTo("MACs");
        assertThat(Glossary.in("fine-tune it").orElseThrow().word()).isEqualTo("Fine-tuning");
    }

    @Test
    void parts_of_words_and_sentences_are_left_alone() {
        assertThat(Glossary.in("Bitmap")).isEmpty();
        assertThat(Glossary.in("accuracy")).isEmpty();
        assertThat(Glossary.in(null)).isEmpty();
        assertThat(Glossary.in("Filters that matter to fewer classes than this threshold would go at once")).isEmpty();
    }
}
