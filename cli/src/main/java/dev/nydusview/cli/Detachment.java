package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts this command again in the background, in a session of its own, and waits until its mount answers. The
 * background process reports this with one line on its standard output; its standard error is a file until then, which
 * is shown, and its log afterwards. The launcher does the same without a JVM of its own where the command line tells
 * enough.
 */
final class Detachment {
    /** Marks the child process as the background one. */
    static final String CHILD_OPTION = "--in-background";

    private static final String CREDENTIALS_OPTION = "--creds";
    private static final String CREDENTIALS_VARIABLE = "NYDUSVIEW_CREDS";

    private final Environment environment;
    private final String mainClass;

    Detachment(Environment environment, String mainClass) {
        this.environment = environment;
        this.mainClass = mainClass;
    }

    /**
     * Runs {@code arguments}, which begin with the name of the command, in the background.
     *
     * @param credentials passed on in a way that other users cannot see; null for none
     * @return 0 when the mount answers, else the exit code of the process that could not mount
     */
    int start(List<String> arguments, @Nullable String credentials) throws IOException, InterruptedException {
        Path messages = Files.createTempFile("nydusview-", ".messages");
        try {
            return start(messages, arguments, credentials);
        } finally {
            Files.delete(messages);
        }
    }

    private int start(Path messages, List<String> arguments, @Nullable String credentials)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(commandLine(withoutCredentials(arguments)));
        environment.passTo(builder);
        if (credentials != null) {
            builder.environment().put(CREDENTIALS_VARIABLE, credentials);
        }
        builder.redirectInput(Redirect.from(new File("/dev/null"))).redirectError(messages.toFile());
        Process process = builder.start();
        String ready;
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            ready = lines.readLine();
        }
        environment.relay(Files.readAllBytes(messages));
        if (ready == null) {
            return process.waitFor();
        }
        OutputStream out = environment.out();
        out.write((ready + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        return 0;
    }

    private List<String> commandLine(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.add(arguments.get(0));
        command.add(CHILD_OPTION);
        command.addAll(arguments.subList(1, arguments.size()));
        return command;
    }

    /** Returns the arguments of this JVM before its main class, without the class path. */
    private List<String> jvmArguments() throws IOException {
        String all = Files.readString(Path.of("/proc/self/cmdline"));
        List<String> arguments = new ArrayList<>(Arrays.asList(all.split("\0")));
        int main = arguments.indexOf(mainClass);
        if (main < 0) {
            return List.of();
        }
        List<String> jvm = new ArrayList<>(arguments.subList(1, main));
        int classPath = jvm.indexOf("-cp");
        if (classPath >= 0) {
            jvm.subList(classPath, classPath + 2).clear();
        }
        return jvm;
    }

    /** Other users can read the arguments of a process, and this one lives long. */
    private static List<String> withoutCredentials(List<String> arguments) {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals(CREDENTIALS_OPTION)) {
                i++;
            } else if (!argument.startsWith(CREDENTIALS_OPTION + "=") && !argument.equals("--password-stdin")) {
                kept.add(argument);
            }
        }
        return kept;
    }
}
