package dev.nydusview.rootfs;

import java.io.IOException;
import java.io.InterruptedIOException;

/**
 * Allowance that an image still has of its limits. Whatever is taken from it ends the work on the image if that is too
 * much, or if the thread is interrupted.
 */
public final class Allowance {
    /** Steps for each entry: paths of images have some ten names, and lead through a link or two. */
    private static final int STEPS_PER_ENTRY = 64;

    /** Steps that every image has from the start. */
    private static final long FIRST_STEPS = 1_000_000;

    private final ImageLimits limits;
    private long bytes;
    private long entries;
    private long steps = FIRST_STEPS;

    public Allowance(ImageLimits limits) {
        this.limits = limits;
        this.bytes = limits.bytes();
        this.entries = limits.entries();
    }

    public void takeBytes(long count) throws IOException {
        requireBytes(count);
        bytes -= count;
    }

    /** Tests whether {@code count} bytes are left. */
    public boolean has(long count) {
        return count <= bytes;
    }

    /** Throws if {@code count} bytes are more than are left, before anything is done for them. */
    public void requireBytes(long count) throws IOException {
        checkInterrupt();
        if (count > bytes) {
            throw new ImageLimitException(
                    "the image has more than " + limits.bytes() + " bytes; " + limits.moreBytes());
        }
    }

    /** Requires that {@code what}, of {@code size} bytes, is not larger than the whole image may be. */
    public void requireWhole(String what, long size) throws ImageLimitException {
        if (size > limits.bytes()) {
            throw new ImageLimitException(what + " has " + size + " bytes, more than the " + limits.bytes()
                    + " that are allowed; " + limits.moreBytes());
        }
    }

    /** Takes one entry: a file, a link or a directory that is made. */
    public void takeEntry() throws IOException {
        checkInterrupt();
        steps += STEPS_PER_ENTRY;
        if (--entries < 0) {
            throw new ImageLimitException(
                    "the image has more than " + limits.entries() + " files; " + limits.moreEntries());
        }
    }

    /** Takes steps: directories that are entered again, links that are followed, or names that are looked at. */
    public void takeSteps(int count) throws IOException {
        checkInterrupt();
        steps -= count;
        if (steps < 0) {
            throw new ImageLimitException("the image is built to take very long: its " + (limits.entries() - entries)
                    + " files so far lead through more directories and links than " + STEPS_PER_ENTRY + " each");
        }
    }

    private static void checkInterrupt() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while the files of an image were written");
        }
    }
}
