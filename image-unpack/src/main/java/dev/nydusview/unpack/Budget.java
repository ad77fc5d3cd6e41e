package dev.nydusview.unpack;

import dev.nydusview.rootfs.unpack.Allowance;
import java.io.IOException;
import java.io.InterruptedIOException;

/** Allowance that an image still has; notices an interrupt whenever something is taken from it. */
final class Budget implements Allowance {
    /** Steps for each entry: paths of images have some ten names, and lead through a link or two. */
    private static final int STEPS_PER_ENTRY = 64;

    /** Steps that every image has from the start. */
    private static final long FIRST_STEPS = 1_000_000;

    private final UnpackLimits limits;
    private long bytes;
    private long entries;
    private long steps = FIRST_STEPS;

    Budget(UnpackLimits limits) {
        this.limits = limits;
        this.bytes = limits.bytes();
        this.entries = limits.entries();
    }

    void takeBytes(long count) throws IOException {
        hearInterrupt();
        bytes -= count;
        if (bytes < 0) {
            throw new UnpackLimitException(
                    "the image unpacks to more than " + limits.bytes() + " bytes; " + limits.remedy());
        }
    }

    @Override
    public void takeEntry() throws IOException {
        hearInterrupt();
        steps += STEPS_PER_ENTRY;
        if (--entries < 0) {
            throw new UnpackLimitException(
                    "the image has more than " + limits.entries() + " files; " + limits.remedy());
        }
    }

    @Override
    public void takeStep() throws IOException {
        hearInterrupt();
        if (--steps < 0) {
            throw new UnpackLimitException("the image is made to take long: its " + (limits.entries() - entries)
                    + " files so far lead through more directories and links than " + STEPS_PER_ENTRY + " each");
        }
    }

    private static void hearInterrupt() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while an image was unpacked");
        }
    }

    void checkStored(String digest, long size) throws UnpackLimitException {
        if (size > limits.bytes()) {
            throw new UnpackLimitException("the layer " + digest + " has " + size + " bytes, more than the "
                    + limits.bytes() + " that are allowed; " + limits.remedy());
        }
    }
}
