package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TableTest {

    private static String printed(Table table) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        table.print(new Terminal(stream, stream, false));
        return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Test
    void numbers_are_set_to_the_right() {
        assertThat(printed(new Table("class", ">pictures", "", "most").row("cat", "7", "", "dog").row("automobile",
                "1 000", "", ""))).isEqualTo("""
                        class       pictures    most
                        cat                7    dog
                        automobile     1 000
                        """);
    }

    @Test
    void all_characters_and_signs_keep_their_columns() {
        assertThat(printed(new Table("class", ">n", "file").row("犬", "1", "a 100%.zip").row("猫の子", "22", "b")))
                .isEqualTo("""
                        class   n  file
                        犬       1  a 100%.zip
                        猫の子    22  b
                        """);
    }
}
