package dev.nydusview.image.nio;

import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Attributes of an inode. The time of the last modification stands for the other times, which images do not have. */
record InodeAttributes(NydusFileSystem fileSystem, Inode inode) implements PosixFileAttributes {
    /** Permissions from the lowest bit of a mode up. */
    private static final PosixFilePermission[] BITS = {
        PosixFilePermission.OTHERS_EXECUTE,
        PosixFilePermission.OTHERS_WRITE,
        PosixFilePermission.OTHERS_READ,
        PosixFilePermission.GROUP_EXECUTE,
        PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.GROUP_READ,
        PosixFilePermission.OWNER_EXECUTE,
        PosixFilePermission.OWNER_WRITE,
        PosixFilePermission.OWNER_READ
    };

    /** Identity of a file: hard links have the same. */
    private record Key(NydusFileSystem fileSystem, long inode) {}

    @Override
    public FileTime lastModifiedTime() {
        boolean exact = inode.mtime() >= Instant.MIN.getEpochSecond() && inode.mtime() <= Instant.MAX.getEpochSecond();
        return exact
                ? FileTime.from(Instant.ofEpochSecond(inode.mtime(), inode.mtimeNanos()))
                : FileTime.from(inode.mtime(), TimeUnit.SECONDS);
    }

    @Override
    public FileTime lastAccessTime() {
        return lastModifiedTime();
    }

    @Override
    public FileTime creationTime() {
        return lastModifiedTime();
    }

    @Override
    public boolean isRegularFile() {
        return inode.isRegular();
    }

    @Override
    public boolean isDirectory() {
        return inode.isDirectory();
    }

    @Override
    public boolean isSymbolicLink() {
        return inode.type() == FileType.SYMLINK;
    }

    @Override
    public boolean isOther() {
        return !isRegularFile() && !isDirectory() && !isSymbolicLink();
    }

    @Override
    public long size() {
        return inode.size();
    }

    @Override
    public Object fileKey() {
        return new Key(fileSystem, inode.number());
    }

    @Override
    public NumericUser owner() {
        return new NumericUser(inode.uid());
    }

    @Override
    public NumericGroup group() {
        return new NumericGroup(inode.gid());
    }

    @Override
    public Set<PosixFilePermission> permissions() {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < BITS.length; bit++) {
            if (((inode.mode() >> bit) & 1) != 0) {
                permissions.add(BITS[bit]);
            }
        }
        return permissions;
    }
}
