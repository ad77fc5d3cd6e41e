package dev.nydusview.fuse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Programs that read a mount, with a limit on how long they may take. */
final class Programs {
    private static final int LIMIT_SECONDS = 120;

    private Programs() {}

    /** Runs a program to its end, and returns what it has printed; an error with that if it fails. */
    static String run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        CompletableFuture<byte[]> printed = CompletableFuture.supplyAsync(() -> {
            try {
                return process.getInputStream().readAllBytes();
            } catch (IOException e) {
                return e.toString().getBytes(StandardCharsets.UTF_8);
            }
        });
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " runs for more than " + LIMIT_SECONDS + " seconds");
        }
        String text = new String(printed.join(), StandardCharsets.ISO_8859_1);
        if (process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " has ended with " + process.exitValue() + ": " + text);
        }
        return text;
    }
}
