package dev.nydusview.rootfs.attributes;

import dev.nydusview.linux.PosixException;
import dev.nydusview.rafs.model.Xattr;
import dev.nydusview.rootfs.attributes.FileAttributes.Owner;

/** Sets attributes of new files, which the system may refuse. */
public final class AttributeWriter {
    private final boolean strict;

    /** @param strict whether a refusal is a failure, rather than an omission */
    public AttributeWriter(boolean strict) {
        this.strict = strict;
    }

    /** A call that the system may refuse. */
    @FunctionalInterface
    public interface Call {
        void run() throws PosixException;
    }

    /**
     * Attributes that the system refused to set.
     *
     * @param xattrs number of extended attributes
     */
    public record Refused(boolean owner, int xattrs) {}

    /**
     * Sets owner, extended attributes and mode, in this order: chown clears set-ID bits and capabilities, so it must
     * come first, and a mode may forbid to set extended attributes.
     */
    public Refused apply(FileAttributes wanted, AttributeTarget target) throws PosixException {
        Owner owner = wanted.owner();
        boolean owned = owner == null || attempt(() -> target.owner(owner.uid(), owner.gid()));
        int refused = 0;
        for (Xattr xattr : wanted.xattrs()) {
            if (!attemptXattr(() -> target.xattr(xattr.name().bytes(), xattr.value()))) {
                refused++;
            }
        }
        if (wanted.mode().isPresent()) {
            target.permissions(wanted.mode().getAsInt());
        }
        return new Refused(!owned, refused);
    }

    /** Runs {@code call}; returns false if the system refuses it and that is not a failure. */
    public boolean attempt(Call call) throws PosixException {
        return attempt(call, false);
    }

    /**
     * Sets an extended attribute. Some file systems report that they are full when they only lack room for attributes.
     */
    private boolean attemptXattr(Call call) throws PosixException {
        return attempt(call, true);
    }

    private boolean attempt(Call call, boolean mayLackRoom) throws PosixException {
        try {
            call.run();
            return true;
        } catch (PosixException e) {
            boolean refused = e.refused() || (mayLackRoom && (e.tooLarge() || e.full()));
            if (strict || !refused) {
                throw e;
            }
            return false;
        }
    }
}
