package dev.nydusview.scan.run;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A program to be run.
 *
 * @param command the program and its arguments
 * @param environment all of its variables
 * @param output receives its standard output
 * @param maxOutput bytes after which it is killed
 * @param timeout after which it is killed
 * @param messages takes what it writes on its standard error
 * @param sandbox what it may see and do
 */
public record Launch(
        List<String> command,
        Map<String, String> environment,
        Path output,
        long maxOutput,
        Duration timeout,
        OutputStream messages,
        Sandbox sandbox) {
    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
