package dev.nydusview.scan.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Processes that a program has left behind in sessions of their own, where they are not killed with it: told by a
 * variable that only one run has, unless they have taken it out of their environment.
 */
final class OrphanedProcesses {
    /** Names the run. */
    static final String VARIABLE = "NYDUSVIEW_RUN";

    /** Enough for those that fork while they are looked for. */
    private static final int ROUNDS = 10;

    private static final int MAX_ENVIRONMENT = 1 << 20;

    private final String run = UUID.randomUUID().toString();

    /** The value of {@link #VARIABLE}. */
    String run() {
        return run;
    }

    /** Kills all of them that are there, and may be killed by this user. */
    void kill() {
        for (int round = 0; round < ROUNDS; round++) {
            List<ProcessHandle> found = find();
            if (found.isEmpty()) {
                return;
            }
            found.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private List<ProcessHandle> find() {
        List<ProcessHandle> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                long id = Long.parseLong(String.valueOf(process.getFileName()));
                if (id != ProcessHandle.current().pid() && isMine(process)) {
                    ProcessHandle.of(id).ifPresent(found::add);
                }
            }
        } catch (IOException | RuntimeException e) {
            return found; // the process is gone, or the system is not Linux
        }
        return found;
    }

    private boolean isMine(Path process) {
        try (InputStream in = Files.newInputStream(process.resolve("environ"))) {
            String environment = new String(in.readNBytes(MAX_ENVIRONMENT), StandardCharsets.ISO_8859_1);
            return ("\0" + environment).contains("\0" + VARIABLE + "=" + run + "\0");
        } catch (IOException e) {
            return false; // gone, or another user's
        }
    }
}
