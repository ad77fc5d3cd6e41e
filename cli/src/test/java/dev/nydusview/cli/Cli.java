package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.env.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs command lines in this process, in an environment of their own. */
final class Cli {
    /** Messages of umount about a process that ends later. */
    private static final Pattern LATE =
            Pattern.compile("process (?<id>\\d+)( still serves it|, which serves .*, does not respond)");

    private final Map<String, String> variables = new HashMap<>();
    private String input = "";

    /** Keeps cache and state below {@code directory}, which must be short enough for a socket's path. */
    Cli(Path directory) {
        variables.put("HOME", directory.toString());
        variables.put("XDG_RUNTIME_DIR", directory.toString());
        variables.put("PATH", System.getenv("PATH"));
        variables.put("NYDUSVIEW_PLATFORM", "linux/amd64"); // of the sample images, whatever this runs on
    }

    Cli with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    Cli input(String text) {
        input = text;
        return this;
    }

    /** Exit code and output of a command line. */
    record Result(int code, String out, String err) {}

    Result run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Result result = runOnto(out, arguments);
        return new Result(result.code(), out.toString(StandardCharsets.UTF_8), result.err());
    }

    /** Runs a command line whose standard output is {@code out}; the result has none. */
    Result runOnto(OutputStream out, String... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Environment environment = new Environment(
                variables,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.NONE);
        int code = Nydusview.run(environment, arguments);
        return new Result(code, "", err.toString(StandardCharsets.UTF_8));
    }

    /**
     * Asks for mounts, again while a process that serves one has too little of this machine's time to answer.
     *
     * @param arguments of {@code status}
     */
    Result status(String... arguments) {
        Result result = run(words("status", arguments));
        while (result.err().contains("does not respond")) {
            result = run(words("status", arguments));
        }
        return result;
    }

    /**
     * Unmounts. The command gives up waiting for a process that a busy machine lets end later, or whose mount somebody
     * else has copied into a mount namespace; then this waits for the process, and asks for its last report.
     */
    Result umount(Path mountPoint, String... options) {
        String[] words = words("umount", words(mountPoint.toString(), options));
        Result result = run(words);
        Matcher late = LATE.matcher(result.err());
        if (!late.find()) {
            return result;
        }
        ProcessHandle.of(Long.parseLong(late.group("id")))
                .ifPresent(process -> process.onExit().join());
        return run(words);
    }

    private static String[] words(String first, String... others) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(others));
        return all.toArray(String[]::new);
    }

    /**
     * Runs {@code main} in a process of its own, in the same environment, and with the signals of a terminal: what runs
     * the tests may ignore them (a job in the background of a shell does), and that is inherited.
     */
    Process process(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=HUP,INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(variables);
        return builder.start();
    }
}
