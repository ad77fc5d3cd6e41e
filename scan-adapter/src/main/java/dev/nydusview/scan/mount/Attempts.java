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
     * @param <X> thrown if programs cannot do what is wanted
     */
    @FunctionalInterface
    public interface Attempt<T, X extends Exception> {
        /** Runs {@code tasks} to their ends; returns those of which a read failed. */
        Set<T> run(List<T> tasks) throws IOException, InterruptedException, X;
    }

    /**
     * Runs {@code tasks}, and those whose reads failed up to {@code retries} times more. An unpacked image is the same
     * each time, so that nothing is run again over it.
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
