package dev.nydusview.rootfs.attributes;

import dev.nydusview.linux.DirectoryHandle;
import dev.nydusview.linux.Handle;
import dev.nydusview.linux.PosixException;
import dev.nydusview.rafs.model.RawName;

/** A new file whose attributes are set. */
public interface AttributeTarget {
    void owner(long uid, long gid) throws PosixException;

    void xattr(byte[] name, byte[] value) throws PosixException;

    void permissions(int mode) throws PosixException;

    /** Returns the open file or directory {@code handle} as a target. */
    static AttributeTarget of(Handle handle) {
        return new AttributeTarget() {
            @Override
            public void owner(long uid, long gid) throws PosixException {
                handle.owner(uid, gid);
            }

            @Override
            public void xattr(byte[] name, byte[] value) throws PosixException {
                handle.xattr(name, value);
            }

            @Override
            public void permissions(int mode) throws PosixException {
                handle.permissions(mode);
            }
        };
    }

    /** Returns the entry {@code name} of {@code directory} as a target, for files that cannot be opened. */
    static AttributeTarget of(DirectoryHandle directory, RawName name) {
        return new AttributeTarget() {
            @Override
            public void owner(long uid, long gid) throws PosixException {
                directory.owner(name.bytes(), uid, gid);
            }

            @Override
            public void xattr(byte[] key, byte[] value) throws PosixException {
                directory.xattr(name.bytes(), key, value);
            }

            @Override
            public void permissions(int mode) throws PosixException {
                directory.permissions(name.bytes(), mode);
            }
        };
    }
}
