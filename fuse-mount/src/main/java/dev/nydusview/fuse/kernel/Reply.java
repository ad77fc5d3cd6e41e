package dev.nydusview.fuse.kernel;

import dev.nydusview.fuse.FileSystemStats;
import dev.nydusview.linux.Errno;
import dev.nydusview.linux.FuseDevice;
import dev.nydusview.linux.NativeBuffer;
import dev.nydusview.rafs.model.EntryBuffer;
import java.nio.ByteBuffer;

/** Memory for one answer: begun, filled, and sent with its length in front. Not safe for concurrent use. */
final class Reply {
    /** The image never changes: what the kernel has learnt of it stays right for as long as it is mounted. */
    private static final long FOREVER_SECONDS = 1 << 30;

    private static final int BLOCK_SIZE = 4096;
    private static final int ALIGNMENT = 8;

    private final NativeBuffer buffer;
    private final ByteBuffer bytes;

    /** @param capacity bytes of data that the largest answer has */
    Reply(int capacity) {
        this.buffer = NativeBuffer.allocate(FuseProtocol.OUT_SIZE + capacity);
        this.bytes = buffer.bytes();
    }

    /** Returns the bytes to be filled from their position on. */
    ByteBuffer bytes() {
        return bytes;
    }

    int capacity() {
        return bytes.capacity() - FuseProtocol.OUT_SIZE;
    }

    Reply begin(long unique) {
        bytes.clear();
        bytes.putInt(0).putInt(0).putLong(unique);
        return this;
    }

    /** Begins bytes for the page cache of {@code node}, as the answer to no request. */
    Reply beginStore(long node, long offset, int size) {
        bytes.clear();
        bytes.putInt(0).putInt(FuseProtocol.NOTIFY_STORE).putLong(0);
        bytes.putLong(node).putLong(offset).putInt(size).putInt(0);
        return this;
    }

    /**
     * Sends what was written since it was begun.
     *
     * @return 0, or a negated error number: ENOENT where the request was given up meanwhile, or the node of a notice is
     *     not known
     */
    int send(FuseDevice device) {
        int length = bytes.position();
        bytes.putInt(0, length);
        return device.write(buffer, length);
    }

    /** Sends an error instead. */
    void sendError(FuseDevice device, long unique, Errno errno) {
        begin(unique);
        bytes.putInt(4, -errno.number());
        send(device);
    }

    void init(int minor, int maxReadahead, int flags, int maxPages) {
        bytes.putInt(FuseProtocol.MAJOR).putInt(minor).putInt(maxReadahead).putInt(flags);
        bytes.putShort((short) Limits.BACKGROUND).putShort((short) Limits.CONGESTION);
        bytes.putInt(BLOCK_SIZE).putInt(1); // bytes in a write, which none is; nanoseconds in a tick of its clock
        bytes.putShort((short) maxPages).putShort((short) 0);
        zeros(32);
    }

    /** Writes {@code struct fuse_entry_out}. */
    void entry(long node, EntryBuffer inode) {
        bytes.putLong(node).putLong(0).putLong(FOREVER_SECONDS).putLong(FOREVER_SECONDS);
        bytes.putInt(0).putInt(0);
        fields(inode);
    }

    /** Writes an entry that says that there is none, which the kernel remembers. */
    void noEntry() {
        bytes.putLong(0)
                .putLong(0)
                .putLong(FOREVER_SECONDS)
                .putLong(0)
                .putInt(0)
                .putInt(0);
        zeros(FuseProtocol.ENTRY_SIZE - 40);
    }

    /** Writes an entry of which the kernel learns nothing, and looks it up when it is asked for. */
    void unknownEntry() {
        zeros(FuseProtocol.ENTRY_SIZE);
    }

    /** Writes {@code struct fuse_attr_out}. */
    void attributes(EntryBuffer inode) {
        bytes.putLong(FOREVER_SECONDS).putInt(0).putInt(0);
        fields(inode);
    }

    /** Writes {@code struct fuse_attr}. */
    private void fields(EntryBuffer inode) {
        bytes.putLong(inode.number()).putLong(inode.size()).putLong(inode.blocks());
        bytes.putLong(inode.mtime()).putLong(inode.mtime()).putLong(inode.mtime());
        bytes.putInt(inode.mtimeNanos()).putInt(inode.mtimeNanos()).putInt(inode.mtimeNanos());
        bytes.putInt(inode.mode()).putInt((int) inode.nlink());
        bytes.putInt((int) inode.uid()).putInt((int) inode.gid()).putInt(inode.rdev());
        bytes.putInt(BLOCK_SIZE).putInt(0);
    }

    /** Returns the bytes of a {@code struct fuse_dirent}, aligned. */
    static int direntSize(int nameLength) {
        return (FuseProtocol.DIRENT_SIZE + nameLength + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** Writes {@code struct fuse_dirent}. */
    void dirent(EntryBuffer entry, long offset) {
        int end = bytes.position() + direntSize(entry.nameLength());
        bytes.putLong(entry.number()).putLong(offset);
        bytes.putInt(entry.nameLength()).putInt(entry.type().dirType());
        bytes.put(entry.name(), 0, entry.nameLength());
        zeros(end - bytes.position());
    }

    void statfs(FileSystemStats stats) {
        bytes.putLong(stats.blocks())
                .putLong(0)
                .putLong(0)
                .putLong(stats.inodes())
                .putLong(0);
        bytes.putInt((int) stats.blockSize()).putInt((int) stats.maxName()).putInt((int) stats.blockSize());
        zeros(28);
    }

    /** Writes {@code struct fuse_open_out}. */
    void opened(long handle, int flags) {
        bytes.putLong(handle).putInt(flags).putInt(0);
    }

    /** Writes {@code struct fuse_getxattr_out}: the size of what would be the answer. */
    void size(int size) {
        bytes.putInt(size).putInt(0);
    }

    private void zeros(int count) {
        for (int i = 0; i < count; i++) {
            bytes.put((byte) 0);
        }
    }
}
