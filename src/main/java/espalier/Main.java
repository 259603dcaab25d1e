package espalier;

import espalier.cli.CommandLineInterface;

/** Starts the program: a command where there are arguments. */
public final class Main {

    private Main() {
    }

    /** @param arguments of the command line */
    public static void main(String[] arguments) {
        System.exit(CommandLineInterface.run(arguments));
    }
}
