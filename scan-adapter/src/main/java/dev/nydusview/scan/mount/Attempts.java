package dev.nydusview.scan.mount;

import dev.nydusview.scan.image.ScanImage;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Attempts at running programs over an image, each over a mount of its own. */
public final class Attempts {
    private Attempts() {}

    /**
     * One attempt at running programs.
     *
     * @param <T> a program to run
     * @param <X> thrown if programs cannot meet the request
     */
    @FunctionalInterface
    public interface Attempt<T, X extends Exception> {
        /** Runs {@code tasks} to their ends; returns those that had a failed read. */
        Set<T> run(List<T> tasks) throws IOException, InterruptedException, X;
    }

    /**
     * Runs {@code tasks}, and those with failed reads up to {@code retries} times more. Programs are not run again over
     * an unpacked image, which is the same each time.
     */
    public static <T, X extends Exception> void run(List<T> tasks, ScanImage image, int retries, Attempt<T, X> attempt)
            throws IOException, InterruptedException, X {
        List<T> left = tasks;
        for (int i = 0; i <= retries && !left.isEmpty(); i++) {
            Set<T> unread = new HashSet<>(attempt.run(left));
            left = image instanceof ScanImage.Lazy
                    ? left.stream().filter(unread::contains).toList()
                    : List.of();
        }
    }
}
