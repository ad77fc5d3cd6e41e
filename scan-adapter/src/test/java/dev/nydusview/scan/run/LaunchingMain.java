package dev.nydusview.scan.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of its own that starts a shell and waits for its end. The script is a variable, {@code SCRIPT}: with it as an
 * argument, this process would be taken for the program.
 */
final class LaunchingMain {
    private LaunchingMain() {}

    /** A process of the chain that dies with the one that started it, as soon as it has asked for that. */
    enum Slow {
        /** As the others. */
        NONE,
        /** The first one, of setpriv. */
        OUTSIDE,
        /** The first one in the namespaces, of unshare. */
        INSIDE
    }

    /**
     * Starts the program and waits for its end.
     *
     * @param arguments a {@link Slow} process, and words before a command by which that is late
     */
    public static void main(String[] arguments) throws Exception {
        List<String> command = List.of("sh", "-c", System.getenv("SCRIPT"));
        Launcher launcher = new Launcher(null, new ProgramPath(System.getenv()));
        List<String> late = List.of(arguments).subList(1, arguments.length);
        try (Launcher.Confined confined = launcher.confine(Sandbox.ofScanner(List.of()), command, true)) {
            List<String> words = new ArrayList<>(confined.words());
            switch (Slow.valueOf(arguments[0])) {
                case NONE -> {}
                case OUTSIDE -> words.addAll(0, late);
                case INSIDE -> {
                    int option = words.indexOf("--kill-child=KILL");
                    words.addAll(option + 2, List.of("setpriv", "--pdeathsig", "KILL"));
                    words.addAll(option + 2, late);
                    words.remove(option);
                }
            }
            new ProcessBuilder(words)
                    .inheritIO()
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start()
                    .waitFor();
        }
    }
}
