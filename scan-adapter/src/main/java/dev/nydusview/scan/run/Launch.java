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
 * @param maxOutput bytes of output after which it is killed
 * @param timeout time after which it is killed
 * @param messages receives its standard error
 * @param sandbox bounds of what it sees and may do
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
