package dev.nydusview.rootfs.extract.sink;

import dev.nydusview.linux.Posix;
import dev.nydusview.linux.PosixException;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rootfs.Omission;
import dev.nydusview.rootfs.attributes.AttributeTarget;
import dev.nydusview.rootfs.attributes.AttributeWriter;
import dev.nydusview.rootfs.attributes.AttributeWriter.Call;
import dev.nydusview.rootfs.attributes.FileAttributes;
import dev.nydusview.rootfs.extract.Omissions;
import dev.nydusview.rootfs.extract.TreeEntry;

/** Attributes of extracted files: all that the image has, or those that this user may set, with the others counted. */
final class ExtractedAttributes {
    static final int OWNER_ALL = 0700;
    private static final int PERMISSIONS = 07777;
    private static final int SET_ID = 06000;

    private final Omissions omissions = new Omissions();
    private final AttributeWriter writer;
    private final boolean everything;
    private final long user;
    private final long group;

    /**
     * @param everything whether a refusal of the system is a failure; otherwise files belong to the user of this
     *     process
     */
    ExtractedAttributes(Posix posix, boolean everything) {
        this.writer = new AttributeWriter(everything);
        this.everything = everything;
        this.user = posix.user();
        this.group = posix.group();
    }

    Omissions omissions() {
        return omissions;
    }

    /** Sets owner, extended attributes and mode. */
    void apply(TreeEntry entry, AttributeTarget target) throws PosixException {
        apply(entry, attributes(entry).withMode(mode(entry)), target);
    }

    /** Sets owner and extended attributes of an entry without a mode, or whose mode is set later. */
    void applyAllButMode(TreeEntry entry, AttributeTarget target) throws PosixException {
        apply(entry, attributes(entry), target);
    }

    private FileAttributes attributes(TreeEntry entry) {
        Inode inode = entry.inode();
        FileAttributes attributes = FileAttributes.of(entry.xattrs());
        if (everything) {
            return attributes.withOwner(inode.uid(), inode.gid());
        }
        if (inode.uid() != user || inode.gid() != group) {
            omissions.add(Omission.OWNER, entry.path());
        }
        return attributes;
    }

    private void apply(TreeEntry entry, FileAttributes attributes, AttributeTarget target) throws PosixException {
        int refused = writer.apply(attributes, target).xattrs();
        for (int i = 0; i < refused; i++) {
            omissions.add(Omission.XATTR, entry.path());
        }
    }

    /** Returns the mode to set. */
    int mode(TreeEntry entry) {
        int mode = entry.inode().mode() & PERMISSIONS;
        if (everything || (mode & SET_ID) == 0) {
            return mode;
        }
        omissions.add(Omission.SET_ID, entry.path());
        return mode & ~SET_ID;
    }

    /** Runs {@code call}; returns false if the system refuses it and that is not a failure. */
    boolean attempt(Omission omission, EntryPath path, Call call) throws PosixException {
        boolean done = writer.attempt(call);
        if (!done) {
            omissions.add(omission, path);
        }
        return done;
    }
}
