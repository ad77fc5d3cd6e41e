package dev.nydusview.scan.store;

import static java.util.Objects.requireNonNull;

import dev.nydusview.base.OutputFile;
import dev.nydusview.base.Ownership;
import dev.nydusview.base.json.Documents;
import dev.nydusview.scan.receipt.ScannerEntry;
import dev.nydusview.scan.report.Report;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Results of complete scans, two files each, below {@code results} of the cache. The report is written first, and each
 * file is renamed into place, so that readable files are complete; damaged ones count as absent.
 */
public final class ResultStore {
    /** Directory of the results in the cache. */
    public static final String DIRECTORY = "results";

    private static final String REPORT = ".report";
    private static final String RESULT = ".json";
    private static final String HINT = ".hint";
    private static final int FAN = 2;
    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path root;
    private final Duration maxAge;

    /**
     * @param cache root of the disk cache
     * @param maxAge results that are older are not used
     */
    public ResultStore(Path cache, Duration maxAge) {
        this.root = cache.resolve(DIRECTORY);
        this.maxAge = maxAge;
    }

    /** The results of a cache, however old they are. */
    public static ResultStore in(Path cache) {
        return new ResultStore(cache, Duration.ofDays(Integer.MAX_VALUE));
    }

    /** A result with its report. */
    public record Found(StoredResult result, Report report) {}

    /** Finds the result under {@code key}; empty if there is none, or it is not fit for use. */
    public Optional<Found> find(ResultKey key) {
        try {
            StoredResult result = Documents.read(read(file(key, RESULT)), StoredResult.class);
            boolean usable = result.schemaVersion() == StoredResult.SCHEMA_VERSION
                    && !result.scanned().plus(maxAge).isBefore(Instant.now());
            if (!usable) {
                return Optional.empty();
            }
            byte[] report = read(file(key, REPORT));
            boolean whole = Fingerprint.of(report).equals(result.report());
            return whole ? Optional.of(new Found(result, Report.of(report))) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Keeps the result of a scan that was complete. */
    public void keep(ResultKey key, Instant scanned, String image, ScannerEntry scanner, byte[] report)
            throws IOException {
        write(file(key, REPORT), report);
        StoredResult result =
                new StoredResult(StoredResult.SCHEMA_VERSION, scanned, image, Fingerprint.of(report), scanner);
        write(file(key, RESULT), Documents.write(result));
    }

    /** Returns all cached results, the latest first. */
    public List<CachedResult> all() throws IOException {
        List<CachedResult> all = new ArrayList<>();
        for (Path file : files()) {
            String name = file.getFileName().toString();
            if (name.endsWith(RESULT)) {
                kept(file).ifPresent(all::add);
            }
        }
        all.sort(Comparator.comparing(CachedResult::scanned).reversed());
        return all;
    }

    private static Optional<CachedResult> kept(Path file) {
        try {
            StoredResult result = Documents.read(read(file), StoredResult.class);
            String name = file.getFileName().toString();
            Path report = file.resolveSibling(name.substring(0, name.length() - RESULT.length()) + REPORT);
            return Optional.of(
                    new CachedResult(result.scanner().name(), result.image(), Files.size(report), result.scanned()));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Removes all results, and everything else that is cached for scanners. */
    public void clear() throws IOException {
        for (Path file : files()) {
            Files.deleteIfExists(file);
        }
    }

    /** Removes what was made before {@code oldest}; returns the number of results. */
    public int removeBefore(Instant oldest) throws IOException {
        int results = 0;
        for (Path file : files()) {
            if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                            .toInstant()
                            .isBefore(oldest)
                    && Files.deleteIfExists(file)) {
                results += file.getFileName().toString().endsWith(RESULT) ? 1 : 0;
            }
        }
        return results;
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.walk(root, 2)) {
            return entries.filter(Files::isRegularFile).toList();
        }
    }

    /** Records that a scan that begins with these words has a cached result. */
    public void note(List<String> words) throws IOException {
        Path hint = file(new ResultKey(new Fingerprint().add(words).hex()), HINT);
        if (!Files.exists(hint, LinkOption.NOFOLLOW_LINKS)) {
            write(hint, new byte[0]);
        }
    }

    /** Tests, at almost no cost, whether a scan that begins with these words probably has a cached result. */
    public boolean isLikely(List<String> words) {
        return Files.exists(file(new ResultKey(new Fingerprint().add(words).hex()), HINT));
    }

    /** Reads a file that only the user and root can have written: nothing else vouches for a result. */
    public static byte[] read(Path file) throws IOException {
        Ownership.require(requireNonNull(file.getParent()));
        Ownership.require(file);
        try (InputStream bytes = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return bytes.readAllBytes();
        }
    }

    /** Writes a file that {@link #read} believes; its directory is made if need be. */
    public static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(requireNonNull(file.getParent()), PRIVATE);
        Ownership.require(requireNonNull(file.getParent()));
        OutputFile.writePrivate(file, bytes);
    }

    private Path file(ResultKey key, String suffix) {
        return root.resolve(key.hex().substring(0, FAN)).resolve(key.hex() + suffix);
    }
}
