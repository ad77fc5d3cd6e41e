package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.scan.run.Launcher;
import dev.nydusview.scan.run.ProgramPath;
import java.util.Arrays;
import java.util.List;

/** Entry point of the process, which ends with the exit code of the command. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.setProperty("picocli.disable.closures", "true"); // or it looks for Groovy in all jars
        List<String> words = List.of(LeadingOptions.moved(arguments));
        if (!Commands.listsPlugins(words)) {
            prepare(words);
        }
        Environment environment = Environment.ofProcess();
        System.setErr(environment.err()); // also for the logs of libraries
        int code = Nydusview.run(environment, arguments);
        if (code != 0 || othersRun()) {
            System.exit(code);
        }
    }

    /**
     * Tells whether the process would go on after this thread. It ends sooner without {@code System.exit}, which asks
     * all jars for a logger first since JDK 21.
     */
    private static boolean othersRun() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        Thread[] threads = new Thread[group.activeCount() + 8];
        int count = group.enumerate(threads);
        return count == threads.length
                || Arrays.stream(threads, 0, count)
                        .anyMatch(thread -> !thread.equals(Thread.currentThread()) && !thread.isDaemon());
    }

    /** Begins in the background what takes long and does not depend on options. */
    private static void prepare(List<String> words) {
        if (!words.isEmpty() && Commands.MOUNTING.contains(words.get(0))) {
            LoadAhead.start(words);
            HeapWatch.start();
        }
        if (startsPrograms(words)) {
            Launcher.lookAhead(new ProgramPath(System.getenv()));
        }
    }

    private static boolean startsPrograms(List<String> words) {
        return (!words.isEmpty() && Commands.CONFINING.contains(words.get(0))) || words.contains("--run");
    }
}
