package dev.nydusview.plugin.suppress;

import dev.nydusview.base.json.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Files that say which findings do not count.
 *
 * @param ignored ignore files
 * @param baselines JSON or SARIF documents of earlier scans
 * @param vex OpenVEX documents
 */
public record SuppressionFiles(List<Path> ignored, List<Path> baselines, List<Path> vex) {
    /** No kind of file may be larger. */
    static final int MAX_SIZE = 64 << 20;

    public static final SuppressionFiles NONE = new SuppressionFiles(List.of(), List.of(), List.of());

    public SuppressionFiles {
        ignored = List.copyOf(ignored);
        baselines = List.copyOf(baselines);
        vex = List.copyOf(vex);
    }

    /**
     * Reads the files.
     *
     * @param today in UTC; entries of ignore files that are for earlier days suppress nothing
     * @throws IOException if a file is malformed or cannot be read; the message has file, line and reason
     */
    public Suppressions read(LocalDate today) throws IOException {
        List<IgnoreEntry> entries = new ArrayList<>();
        for (Path file : ignored) {
            entries.addAll(read("ignore file", file, IgnoreFile::read));
        }
        List<VexStatement> statements = new ArrayList<>();
        for (Path file : vex) {
            statements.addAll(read("VEX document", file, VexDocument::read));
        }
        List<IgnoreEntry> active =
                entries.stream().filter(entry -> !entry.isExpired(today)).toList();
        List<SuppressionRule> rules = new ArrayList<>(active);
        rules.add(new VexStatements(statements));
        for (Path file : baselines) {
            rules.add(read("baseline", file, Baseline::read));
        }
        return new Suppressions(
                rules, active.stream().map(IgnoreEntry::suppression).toList(), expired(entries, today));
    }

    private static List<String> expired(List<IgnoreEntry> entries, LocalDate today) {
        return entries.stream()
                .filter(entry -> entry.isExpired(today))
                .map(entry -> entry.suppression().place() + ": the entry expired on " + entry.until()
                        + " and suppresses nothing: " + entry.suppression().justification())
                .toList();
    }

    private interface Reader<T> {
        T read(Path file, byte[] document) throws MalformedJsonException;
    }

    private static <T> T read(String kind, Path file, Reader<T> reader) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return reader.read(file, in.readNBytes(MAX_SIZE + 1));
        } catch (MalformedJsonException e) {
            throw new IOException("the " + kind + " " + file + " is malformed: " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new IOException("the " + kind + " " + file + " does not exist", e);
        } catch (IOException e) {
            throw new IOException("the " + kind + " " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
