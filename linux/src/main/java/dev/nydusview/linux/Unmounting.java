package dev.nydusview.linux;

import dev.nydusview.base.CurrentUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes FUSE mounts off the tree: root by umount2(2), other users by a set-user-ID program. */
public final class Unmounting {
    private static final int TIMEOUT_SECONDS = 10;

    /** The programs of libfuse; umount(8) also takes the FUSE mounts of its user. */
    private static final List<Helper> HELPERS = List.of(
            new Helper("fusermount3", List.of("-u"), "-z"),
            new Helper("fusermount", List.of("-u"), "-z"),
            new Helper("umount", List.of(), "-l"));

    private Unmounting() {}

    /** A program that unmounts, its options, and one more for a lazy unmount. */
    record Helper(String program, List<String> options, String lazy) {}

    /**
     * Detaches the topmost mount at {@code directory}, even if its server has died. Does nothing if there is none.
     *
     * @param lazy whether to detach it even while it is in use; it ends with its last user then
     */
    public static void unmount(Path directory, boolean lazy) throws IOException {
        if (CurrentUser.id() == 0) {
            unmountAsRoot(directory, lazy);
        } else {
            unmount(directory, lazy, HELPERS);
        }
    }

    private static void unmountAsRoot(Path directory, boolean lazy) throws IOException {
        if (LibC.load().umount2(CLibrary.terminated(directory), lazy ? LibC.MNT_DETACH : 0) == 0) {
            return;
        }
        SystemError error = SystemError.last();
        if (error.is(Errno.EBUSY)) {
            throw busy(directory);
        }
        if (!error.is(Errno.EINVAL) && !error.is(Errno.ENOENT)) { // else it is not mounted any more
            throw new IOException("cannot unmount " + directory + ": " + error.description());
        }
    }

    /** Unmounts with the first of {@code helpers} that manages to. */
    static void unmount(Path directory, boolean lazy, List<Helper> helpers) throws IOException {
        IOException first = null;
        for (Helper helper : helpers) {
            Process process;
            try {
                process = start(helper, directory, lazy);
            } catch (IOException e) {
                continue; // not installed
            }
            String refusal = refusal(process, helper, directory);
            if (refusal == null) {
                return;
            }
            first = first == null ? new IOException("cannot unmount " + directory + ": " + refusal) : first;
        }
        throw first == null
                ? new IOException("cannot unmount " + directory + ": neither fusermount3 nor fusermount is installed")
                : first;
    }

    private static Process start(Helper helper, Path directory, boolean lazy) throws IOException {
        List<String> command = new ArrayList<>(List.of(helper.program()));
        command.addAll(helper.options());
        if (lazy) {
            command.add(helper.lazy());
        }
        command.addAll(List.of("--", directory.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C"); // as messages are looked into
        return builder.start();
    }

    /** Returns the reason why {@code helper} could not unmount; null if the mount is gone. */
    private static @Nullable String refusal(Process process, Helper helper, Path directory) throws IOException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(helper.program() + " hangs on " + directory);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while unmounting " + directory, e);
        }
        if (process.exitValue() == 0 || output.contains("not mounted") || output.contains("not found in")) {
            return null;
        }
        if (output.contains("busy")) {
            throw busy(directory);
        }
        return output;
    }

    private static IOException busy(Path directory) {
        return new IOException(directory + " is busy: some process has a file open or its working directory there"
                + " (\"fuser -vm " + directory + "\" lists them); end it, or unmount lazily");
    }
}
