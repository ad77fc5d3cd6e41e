package dev.nydusview.jobs.exit;

import dev.nydusview.base.SafeText;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Messages for failures, in one line each. */
public final class Messages {
    private Messages() {}

    /**
     * Returns the cause in one line, escaped so that text from a registry or an image cannot move the cursor or start a
     * new line.
     */
    public static String of(Throwable failure) {
        return SafeText.controls(text(failure));
    }

    private static String text(Throwable failure) {
        if (failure instanceof FileSystemException file) {
            return text(file);
        }
        if (failure instanceof OutOfMemoryError) {
            return "out of memory; allow more with NYDUSVIEW_JAVA_OPTS=-Xmx2g";
        }
        String message = failure.getMessage();
        if (failure instanceof IOException && message != null) {
            return message;
        }
        return "internal error: " + failure + "; please report it with the output of the same command with -v";
    }

    private static String text(FileSystemException failure) {
        return failure.getFile() + ": " + reason(failure);
    }

    /** Returns the cause of a failure of a file in a few words, without the name of the file. */
    static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NotDirectoryException) {
            return "not a directory";
        }
        String reason = failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
        return reason == null ? failure.getClass().getSimpleName() : reason;
    }
}
