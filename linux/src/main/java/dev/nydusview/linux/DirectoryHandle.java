package dev.nydusview.linux;

import dev.nydusview.base.SafeText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An open directory, in which entries are created and removed by their plain names. Never follows a symbolic link, and
 * replaces an entry only in {@link #move}.
 */
public final class DirectoryHandle extends Handle {
    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int O_RDONLY = 0;
    private static final int O_WRONLY = 1;
    private static final int O_CREAT = 0100;
    private static final int O_EXCL = 0200;
    private static final int O_NONBLOCK = 04000;
    private static final int O_CLOEXEC = 02000000;
    private static final int O_PATH = 010000000;
    private static final int LOCK_EX = 2;
    private static final int LOCK_NB = 4;
    private static final byte[] HERE = {'.'};
    private static final int AT_REMOVEDIR = 0x200;
    private static final int PATH_MAX = 4096;
    private static final int OWNER_ALL = 0700;
    private static final int OWNER_READ_WRITE = 0600;

    private DirectoryHandle(Posix posix, int descriptor) {
        super(posix, descriptor);
    }

    /** Opens the directory at {@code path}, in which links are followed, as the path is the user's own word. */
    public static DirectoryHandle open(Posix posix, Path path) throws PosixException {
        byte[] name = Posix.terminated(path.toString().getBytes(StandardCharsets.UTF_8));
        int flags = O_RDONLY | O_CLOEXEC | posix.abi().oDirectory();
        int descriptor = posix.check(posix.libc().openat(AT_FDCWD, name, flags, 0), "cannot be opened");
        return new DirectoryHandle(posix, descriptor);
    }

    /** Makes the directory {@code name}, for its owner only, and opens it. */
    public DirectoryHandle makeDirectory(byte[] name) throws PosixException {
        posix().check(libc().mkdirat(descriptor(), cString(name), OWNER_ALL), "cannot be made");
        return openDirectory(name, O_RDONLY);
    }

    /** Opens the directory {@code name}, as a place for {@link #link} only. */
    public DirectoryHandle directory(byte[] name) throws PosixException {
        return openDirectory(name, O_PATH);
    }

    /** Opens another handle of this directory, as a place for {@link #link} only. */
    public DirectoryHandle same() throws PosixException {
        return openDirectory(HERE, O_PATH);
    }

    /** Opens the directory {@code name}, to do anything with. */
    public DirectoryHandle enter(byte[] name) throws PosixException {
        return openDirectory(name, O_RDONLY);
    }

    /** Opens another handle of this directory, to do anything with. */
    public DirectoryHandle enterAgain() throws PosixException {
        return openDirectory(HERE, O_RDONLY);
    }

    /** Lists the names in this directory, which must have been {@link #enter entered}: each handle has one listing. */
    public Listing listing() {
        return new Listing(this);
    }

    /** Returns the status of the entry {@code name} itself. */
    public Status status(byte[] name) throws PosixException {
        return Status.of(posix(), descriptor(), cString(name), AT_SYMLINK_NOFOLLOW);
    }

    /** Returns the target of the symbolic link {@code name}; null if the entry is not a symbolic link. */
    public byte @Nullable [] linkTarget(byte[] name) throws PosixException {
        byte[] target = new byte[PATH_MAX];
        try {
            int length = posix().check(
                            libc().readlinkat(descriptor(), cString(name), target, target.length), "cannot be read");
            return Arrays.copyOf(target, length);
        } catch (PosixException e) {
            if (e.invalid()) {
                return null;
            }
            throw e;
        }
    }

    /** Removes the entry {@code name}, which is not a directory. */
    public void removeFile(byte[] name) throws PosixException {
        posix().check(libc().unlinkat(descriptor(), cString(name), 0), "cannot be removed");
    }

    /** Removes the directory {@code name}, which is empty. */
    public void removeDirectory(byte[] name) throws PosixException {
        posix().check(libc().unlinkat(descriptor(), cString(name), AT_REMOVEDIR), "cannot be removed");
    }

    /** Writes everything in this file system to the disk. */
    public void sync() throws PosixException {
        posix().check(libc().syncfs(descriptor()), "cannot be synced to the disk");
    }

    private DirectoryHandle openDirectory(byte[] name, int access) throws PosixException {
        Abi abi = posix().abi();
        int flags = access | O_CLOEXEC | abi.oDirectory() | abi.oNofollow();
        int descriptor = posix().check(libc().openat(descriptor(), cString(name), flags, 0), "cannot be opened");
        return new DirectoryHandle(posix(), descriptor);
    }

    /** Makes the regular file {@code name}, for its owner only. */
    public FileHandle makeFile(byte[] name) throws PosixException {
        int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | posix().abi().oNofollow();
        int descriptor =
                posix().check(libc().openat(descriptor(), cString(name), flags, OWNER_READ_WRITE), "cannot be created");
        return new FileHandle(posix(), descriptor);
    }

    /** Opens the regular file {@code name}, to be read. */
    public FileHandle openFile(byte[] name) throws PosixException {
        int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | posix().abi().oNofollow();
        return new FileHandle(
                posix(), posix().check(libc().openat(descriptor(), cString(name), flags, 0), "cannot be opened"));
    }

    public void makeSymlink(byte[] name, byte[] target) throws PosixException {
        posix().check(libc().symlinkat(Posix.terminated(target), descriptor(), cString(name)), "cannot be made");
    }

    /** Makes a device, FIFO or socket: {@code mode} has its type, {@code device} is a Linux {@code dev_t}. */
    public void makeSpecial(byte[] name, int mode, int device) throws PosixException {
        long number = posix().abi().mknodat();
        posix().check(
                        libc().syscall(number, descriptor(), cString(name), mode, Integer.toUnsignedLong(device)),
                        "cannot be created");
    }

    /**
     * Gives the entry {@code name} of {@code place}, itself if it is a symbolic link, the further name {@code link}.
     */
    public void link(byte[] link, DirectoryHandle place, byte[] name) throws PosixException {
        posix().check(
                        libc().linkat(place.descriptor(), cString(name), descriptor(), cString(link), 0),
                        "cannot be linked to " + SafeText.escape(name));
    }

    /**
     * Moves the entry {@code name}, itself if it is a symbolic link, into {@code place} as {@code moved}; a file of that
     * name there is replaced.
     */
    public void move(byte[] name, DirectoryHandle place, byte[] moved) throws PosixException {
        posix().check(
                        libc().renameat(descriptor(), cString(name), place.descriptor(), cString(moved)),
                        "cannot be moved");
    }

    /** Locks this directory until the handle is closed; returns false if another handle has it locked. */
    public boolean lock() throws PosixException {
        try {
            posix().check(libc().flock(descriptor(), LOCK_EX | LOCK_NB), "cannot be locked");
            return true;
        } catch (PosixException e) {
            if (e.wouldWait()) {
                return false;
            }
            throw e;
        }
    }

    /** Sets the owner, as {@link #owner(long, long)} does, of the entry {@code name} itself. */
    public void owner(byte[] name, long uid, long gid) throws PosixException {
        posix().check(
                        libc().fchownat(descriptor(), cString(name), (int) uid, (int) gid, AT_SYMLINK_NOFOLLOW),
                        "its owner cannot be set");
    }

    /** Sets the mode of the entry {@code name}, which the caller has just made and which is not a symbolic link. */
    public void permissions(byte[] name, int mode) throws PosixException {
        posix().check(libc().fchmodat(descriptor(), cString(name), mode, 0), "its mode cannot be set");
    }

    public void mtime(byte[] name, long seconds, int nanos) throws PosixException {
        posix().check(
                        libc().utimensat(descriptor(), cString(name), times(seconds, nanos), AT_SYMLINK_NOFOLLOW),
                        "its time cannot be set");
    }

    /** Sets an extended attribute. No call takes a directory and a name: the kernel's link stands for the directory. */
    public void xattr(byte[] name, byte[] key, byte[] value) throws PosixException {
        byte[] directory = ("/proc/self/fd/" + descriptor() + "/").getBytes(StandardCharsets.US_ASCII);
        byte[] path = new byte[directory.length + name.length + 1];
        System.arraycopy(directory, 0, path, 0, directory.length);
        System.arraycopy(name, 0, path, directory.length, name.length);
        posix().check(
                        libc().lsetxattr(path, Posix.terminated(key), value, value.length, 0),
                        "an extended attribute cannot be set");
    }

    private static byte[] cString(byte[] name) {
        return Posix.terminated(name);
    }
}
