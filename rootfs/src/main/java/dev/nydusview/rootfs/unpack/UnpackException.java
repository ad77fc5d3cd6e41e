package dev.nydusview.rootfs.unpack;

import dev.nydusview.linux.PosixException;
import java.io.IOException;

/** An image could not be written to the disk; the part that was written is incomplete. */
public final class UnpackException extends IOException {
    private static final long serialVersionUID = 1L;

    public UnpackException(String message, IOException cause) {
        super(message, cause);
    }

    /** Failure for a call that the system refused; {@code where} begins the reason, such as {@code "the layer X: "}. */
    public static UnpackException of(PosixException refusal, String where) {
        String remedy = refusal.full() ? ": make room, or name another directory with --cache-dir" : "";
        return new UnpackException("the image cannot be unpacked: " + where + refusal.getMessage() + remedy, refusal);
    }
}
