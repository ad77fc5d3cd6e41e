package dev.nydusview.testdata;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Processes of this machine, seen from outside: programs in namespaces do not know their ids here. */
public final class HostProcesses {
    /** Far above what any process takes to start or to end. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private HostProcesses() {}

    /** Returns seconds for {@code sleep} that no other process sleeps for. */
    public static String nap() {
        return "1" + ThreadLocalRandom.current().nextInt(100_000_000, 1_000_000_000);
    }

    /** Processes that are alive and have {@code word} as one of their arguments. */
    public static List<ProcessHandle> with(String word) throws IOException {
        List<ProcessHandle> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (isOne(process, word)) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private static boolean isOne(Path process, String word) {
        try {
            String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            return List.of(line.split("\0", -1)).contains(word)
                    && !Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1)
                            .matches("(?s).*\\) [ZX] .*");
        } catch (IOException e) {
            return false; // gone
        }
    }

    /** Waits for processes with {@code word}, and returns them. */
    public static List<ProcessHandle> await(String word) throws IOException, InterruptedException {
        long deadline = deadline();
        List<ProcessHandle> found = with(word);
        while (found.isEmpty()) {
            pause(deadline, "there is no process with " + word);
            found = with(word);
        }
        return found;
    }

    /** Waits until no such process is left. */
    public static void awaitEnd(String word) throws IOException, InterruptedException {
        long deadline = deadline();
        for (List<ProcessHandle> left = with(word); !left.isEmpty(); left = with(word)) {
            pause(deadline, "there still are processes with " + word + ": " + left);
        }
    }

    private static long deadline() {
        return System.nanoTime() + LIMIT.toNanos();
    }

    private static void pause(long deadline, String state) throws InterruptedException {
        if (System.nanoTime() - deadline > 0) {
            throw new AssertionError("after " + LIMIT.toSeconds() + " seconds " + state);
        }
        TimeUnit.MILLISECONDS.sleep(10);
    }
}
