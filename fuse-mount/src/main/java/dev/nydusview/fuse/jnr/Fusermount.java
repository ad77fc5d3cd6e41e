package dev.nydusview.fuse.jnr;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Unmounting without root, through the setuid helper. */
final class Fusermount {
    private static final int TIMEOUT_SECONDS = 10;

    private Fusermount() {}

    static void unmount(Path directory, boolean lazy) throws IOException {
        IOException missing = null;
        for (String program : List.of("fusermount3", "fusermount")) {
            try {
                run(program, directory, lazy);
                return;
            } catch (ProgramMissing e) {
                missing = e;
            }
        }
        throw new IOException(
                "cannot unmount " + directory + ": neither fusermount3 nor fusermount is installed", missing);
    }

    static IOException busy(Path directory) {
        return new IOException(directory + " is busy: some process has a file open or its working directory there"
                + " (\"fuser -vm " + directory + "\" lists them); end it, or unmount lazily");
    }

    private static final class ProgramMissing extends IOException {
        private static final long serialVersionUID = 1L;

        ProgramMissing(IOException cause) {
            super(cause);
        }
    }

    private static void run(String program, Path directory, boolean lazy) throws IOException {
        List<String> command = new ArrayList<>(List.of(program, "-u"));
        if (lazy) {
            command.add("-z");
        }
        command.addAll(List.of("--", directory.toString()));
        Process process = start(command);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(program + " hangs on " + directory);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while unmounting " + directory, e);
        }
        if (process.exitValue() == 0 || output.contains("not mounted") || output.contains("not found in")) {
            return;
        }
        throw output.contains("busy")
                ? busy(directory)
                : new IOException("cannot unmount " + directory + ": " + output);
    }

    private static Process start(List<String> command) throws ProgramMissing {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new ProgramMissing(e);
        }
    }
}
