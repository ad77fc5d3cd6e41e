package dev.nydusview.chunkstore.cache;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Bytes that sparse files take on disk. The JDK does not tell, so {@code stat} is asked, of coreutils or busybox. */
final class AllocatedSizes {
    /** Names in one command line, well below any limit on its length. */
    private static final int BATCH = 1000;

    private final Function<List<String>, ProcessBuilder> processes;

    AllocatedSizes(Function<List<String>, ProcessBuilder> processes) {
        this.processes = processes;
    }

    /**
     * Bytes allocated to the files of {@code directory} with these names (letters, digits and dots); as far as known.
     */
    Map<String, Long> of(Path directory, List<String> names) {
        Map<String, Long> bytes = new HashMap<>();
        for (int i = 0; i < names.size(); i += BATCH) {
            ask(directory, names.subList(i, Math.min(names.size(), i + BATCH)), bytes);
        }
        return bytes;
    }

    private void ask(Path directory, List<String> names, Map<String, Long> bytes) {
        List<String> command = new ArrayList<>(List.of("stat", "-c", "%b %B %n"));
        command.addAll(names);
        ProcessBuilder builder = processes.apply(command).directory(directory.toFile());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            Process stat = builder.start();
            stat.getOutputStream().close();
            try (BufferedReader lines = stat.inputReader(StandardCharsets.US_ASCII)) {
                lines.lines().forEach(line -> parse(line, bytes));
            }
        } catch (IOException | UncheckedIOException e) {
            return; // without the program the sizes stay unknown
        }
    }

    private static void parse(String line, Map<String, Long> bytes) {
        String[] fields = line.split(" ", 3);
        try {
            bytes.put(fields[2], Math.multiplyExact(Long.parseLong(fields[0]), Long.parseLong(fields[1])));
        } catch (NumberFormatException | ArithmeticException | ArrayIndexOutOfBoundsException e) {
            return; // another program of that name
        }
    }
}
