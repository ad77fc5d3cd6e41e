package dev.nydusview.scan.mount;

import dev.nydusview.fuse.ImageMount;
import dev.nydusview.fuse.MountException;
import dev.nydusview.fuse.PendingMount;
import java.time.Duration;

/** The mount itself, from the first call of the kernel to the last. */
sealed interface KernelMount {
    /** Time for the mount's last users to leave it. */
    Duration GRACE = Duration.ofSeconds(2);

    /** Tests whether the mount still exists; true if there was none. */
    boolean isThere() throws InterruptedException;

    /** Ends the mount, even if something still uses it. */
    void end() throws InterruptedException;

    /** A mount that was not possible. */
    record Refused(MountException why) implements KernelMount {
        @Override
        public boolean isThere() {
            return true;
        }

        @Override
        public void end() {}
    }

    /** A mount whose image is not open yet: reads wait for it. */
    record Waiting(PendingMount mount) implements KernelMount {
        @Override
        public boolean isThere() {
            return true;
        }

        @Override
        public void end() {
            mount.close();
        }
    }

    /** A mount that answers. */
    record Serving(ImageMount mount) implements KernelMount {
        @Override
        public boolean isThere() throws InterruptedException {
            return !mount.awaitEnd(Duration.ZERO);
        }

        @Override
        public void end() throws InterruptedException {
            mount.close();
            mount.awaitEnd(GRACE);
        }
    }

    /** A mount that was ended. */
    record Ended() implements KernelMount {
        @Override
        public boolean isThere() {
            return true;
        }

        @Override
        public void end() {}
    }
}
