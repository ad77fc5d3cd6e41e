package dev.nydusview.cli;

/** Where the process starts and, with the exit code of the command, ends. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(Nydusview.run(Environment.ofProcess(), arguments));
    }
}
