package dev.nydusview.jobs.control;

import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Takes away a mount whose process is gone: the mount stays, and every use of it fails with ENOTCONN. */
public final class StaleMount {
    private final Function<List<String>, ProcessBuilder> processes;

    public StaleMount() {
        this(ProcessBuilder::new);
    }

    StaleMount(Function<List<String>, ProcessBuilder> processes) {
        this.processes = processes;
    }

    /** Unmounts {@code mountPoint} with the first helper that manages to. */
    public void remove(Path mountPoint) throws IOException {
        String directory = mountPoint.toString();
        List<List<String>> attempts = List.of(
                List.of("fusermount3", "-u", "-z", "--", directory),
                List.of("fusermount", "-u", "-z", "--", directory),
                List.of("umount", "-l", "--", directory));
        for (List<String> attempt : attempts) {
            if (succeeds(attempt)) {
                return;
            }
        }
        throw new CommandException(
                ExitCode.MOUNT,
                directory + " cannot be unmounted: try `fusermount3 -u -z " + directory + "` or, as root, `umount -l "
                        + directory + "`");
    }

    private boolean succeeds(List<String> command) throws IOException {
        Process process;
        try {
            process = processes.apply(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return false; // no such program
        }
        try {
            process.inputReader(StandardCharsets.UTF_8).lines().forEach(line -> {});
            return process.waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while unmounting", e);
        }
    }
}
