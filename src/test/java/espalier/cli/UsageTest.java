package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, and what is told of wrong use. */
class UsageTest {

    @ParameterizedTest
    @ValueSource(strings = {"train", "evaluate", "score", "prune", "explain", "info", "import", "study"})
    void everyCommandExplainsItselfWithExamples(String command) {
        CommandRun run = CommandRun.of(command, "--help");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("Usage: espalier " + command).contains("--json").contains("Examples:")
                .contains("  espalier " + command + " ");
    }

    @Test
    void theHelpOfAllListsCommandsDataAndExitCodes() {
        assertThat(CommandRun.of("--help").out()).contains("train", "evaluate", "score", "prune", "explain", "info",
                "import", "shapes", "cifar10:FOLDER", "folder:FOLDER", "Exit code");
    }

    @Test
    void helpShowsTheDefaultsThatAreUsed() {
        assertThat(CommandRun.of("train", "--help").out()).contains("The most epochs (20)").contains("(vgg-s)")
                .contains("constant, step, cosine (cosine)");
        assertThat(CommandRun.of("prune", "--help").out()).contains("(obs)").contains("(2,4,8,32)");
    }

    @Test
    void theVersionIsTold() {
        assertThat(CommandRun.of("--version").out()).startsWith("Espalier ").contains("Java ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"'' | Missing the command", "trian | Did you mean train?", "train | --data",
            "train --data shapes --epoch 3 | Did you mean --epochs?",
            "train --data shapes --epochs many | 'many' is not an int",
            "train --data shapes --epochs 0 | --epochs: 0. It must be 1 or more",
            "train --data shapes --momentum 1 | --momentum: 1.0. It must be",
            "train --data shapes --schedule linear | \"linear\" is none of [constant, step, cosine]",
            "train --data shapes --architecture resnet | one of mobilenet, resnet-20, resnet-20-projection",
            "train --data shapes --size 3 | --size: 3. It must be 16 or more",
            "train --data shape | “shape” is not a data set",
            "evaluate --network n.zip --data shapes:two | “shapes:two” is not a data set",
            "prune --network n.zip --data /pictures --out x | folder:FOLDER", "evaluate --data shapes | --network",
            "evaluate --network n.zip --data shapes --part exam | \"exam\" is none of test, validation, training",
            "prune --network n.zip --data shapes --out x --shortcuts cut | --shortcuts: cut. It must be one of tied, untouched",
            "score --network n.zip --data shapes --per-class 0 | --per-class: 0. It must be 1 or more",
            "prune --out x | --network", "prune --network n.zip --data shapes | --out",
            "prune --network n.zip --data shapes --out x --criterion best | class-aware, class-aware-continuous, l1-norm, l2-norm, fpgm",
            "prune --network n.zip --data shapes --out x --rates 4,2 | must rise",
            "prune --network n.zip --data shapes --out x --rates two | 'two' is not a",
            "prune --network n.zip --data shapes --out x --share 2 | at most 1",
            "prune --recipe r.json --out x --rates 2 | leave out --rates",
            "explain --network n.zip --out x | --pictures", "explain --network n.zip --out x --pictures 1 | --data",
            "explain --network n.zip --out x --picture p.png --class true | true class", "info | FILE"})
    void wrongUseIsOneSentenceAndAHint(String arguments, String expected) {
        CommandRun run = CommandRun.of((Object[]) (arguments.isEmpty() ? new String[0] : arguments.split(" ")));

        assertThat(run.code()).isEqualTo(CommandLineInterface.WRONG_USE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(expected).contains("Try \"espalier").doesNotContain("Exception")
                .doesNotContain("\tat ");
        assertThat(run.err().lines().count()).isLessThanOrEqualTo(3);
    }
}
