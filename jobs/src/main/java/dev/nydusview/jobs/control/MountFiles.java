package dev.nydusview.jobs.control;

import dev.nydusview.base.Sha256;
import dev.nydusview.jobs.output.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The files that one mount has in the state directory.
 *
 * @param key names them; derived from the mount point
 */
public record MountFiles(Path directory, String key) {
    static final String REPORT_SUFFIX = ".json";
    private static final int KEY_DIGITS = 12;

    static MountFiles of(Path directory, Path mountPoint) {
        Sha256 digest = Sha256.of(mountPoint.toString().getBytes(StandardCharsets.UTF_8));
        return new MountFiles(directory, digest.hex().substring(0, KEY_DIGITS));
    }

    public Path socket() {
        return directory.resolve(key + ".sock");
    }

    /** Returns the file to which a detached mount writes its messages. */
    public Path log() {
        return directory.resolve(key + ".log");
    }

    private Path report() {
        return directory.resolve(key + REPORT_SUFFIX);
    }

    /** Writes {@code report} for later requests, replacing the previous one. */
    public void write(MountReport report) throws IOException {
        ByteArrayOutputStream document = new ByteArrayOutputStream();
        Json.write(document, report);
        Path temporary = directory.resolve(key + "." + ProcessHandle.current().pid() + ".tmp");
        Files.write(temporary, document.toByteArray());
        Files.move(temporary, report(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Reads the last report; empty if there is none, or another version has written it. */
    public Optional<MountReport> read() throws IOException {
        byte[] document;
        try {
            document = Files.readAllBytes(report());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(document, MountReport.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Keeps the last report of a mount that has ended for lists of mounts, apart from a later mount at the same place. */
    public void retire(MountReport last) throws IOException {
        write(last);
        Path place = directory.resolve(key + "." + last.pid() + REPORT_SUFFIX);
        Files.move(report(), place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        delete();
    }

    /** Forgets the mount. */
    public void delete() throws IOException {
        Files.deleteIfExists(socket());
        Files.deleteIfExists(log());
        Files.deleteIfExists(report());
    }
}
