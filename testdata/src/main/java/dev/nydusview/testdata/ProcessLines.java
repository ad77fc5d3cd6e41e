package dev.nydusview.testdata;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Lines that a process writes, for tests that wait for some of them. The waiting has a limit, after which the test fails
 * and shows what was written instead; a reader of a pipe would wait for as long as the process lives. For one thread.
 */
public final class ProcessLines {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final BlockingQueue<Optional<String>> arrived = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();
    private final Duration limit;
    private boolean ended;

    private ProcessLines(Duration limit) {
        this.limit = limit;
    }

    /** Reads {@code stream} from now on, to its end. */
    public static ProcessLines of(InputStream stream) {
        return of(stream, LIMIT);
    }

    /**
     * Reads {@code stream} from now on, to its end.
     *
     * @param limit of each waiting
     */
    public static ProcessLines of(InputStream stream, Duration limit) {
        ProcessLines lines = new ProcessLines(limit);
        Thread thread = new Thread(() -> lines.read(stream), "process-lines");
        thread.setDaemon(true);
        thread.start();
        return lines;
    }

    private void read(InputStream stream) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                arrived.add(Optional.of(line));
            }
        } catch (IOException e) {
            arrived.add(Optional.of("cannot be read: " + e));
        } finally {
            arrived.add(Optional.empty());
        }
    }

    /** The next line; empty at the end. */
    public Optional<String> nextOrEnd() throws InterruptedException {
        return next("a line", deadline());
    }

    /** The next line. */
    public String next() throws InterruptedException {
        return next("a line", deadline()).orElseThrow(() -> failure("waited for a line, but there are no more"));
    }

    /** The next line that has {@code part} in it; those before are passed over. */
    public String nextWith(String part) throws InterruptedException {
        long deadline = deadline();
        String wanted = "a line with \"" + part + "\"";
        while (true) {
            String line = next(wanted, deadline)
                    .orElseThrow(() -> failure("waited for " + wanted + ", but there are no more lines"));
            if (line.contains(part)) {
                return line;
            }
        }
    }

    private long deadline() {
        return System.nanoTime() + limit.toNanos();
    }

    private Optional<String> next(String wanted, long deadline) throws InterruptedException {
        if (ended) {
            return Optional.empty();
        }
        Optional<String> line = arrived.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (line == null) {
            throw failure("waited for " + wanted + " for " + limit.toMillis() + " ms");
        }
        line.ifPresent(seen::add);
        ended = line.isEmpty();
        return line;
    }

    private AssertionError failure(String what) {
        return new AssertionError(
                what + "; " + (seen.isEmpty() ? "none came" : "these came:\n" + String.join("\n", seen)));
    }
}
