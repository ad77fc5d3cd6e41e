package dev.nydusview.testdata.builder;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An inode of a v6 image and, once {@link V6Plan} has placed it, where it and its data stand. */
final class V6Inode {
    static final int COMPACT_SIZE = 32;
    static final int EXTENDED_SIZE = 64;
    static final int CHUNK_ADDRESS_SIZE = 8;

    private final SourceNode node;
    private final boolean compact;
    private final boolean inline;
    private final byte[] xattrs;
    private final List<FileChunk> chunks;
    private final @Nullable V6Dirents dirents;
    private int offset;
    private int startBlock;

    /**
     * @param inlineAllowed whether the tail of its data may stand behind it, if it fits into one block with it
     * @param dirents of a directory, else null
     */
    V6Inode(
            SourceNode node,
            boolean compact,
            boolean inlineAllowed,
            byte[] xattrs,
            List<FileChunk> chunks,
            @Nullable V6Dirents dirents) {
        this.node = node;
        this.compact = compact;
        this.xattrs = xattrs;
        this.chunks = chunks;
        this.dirents = dirents;
        int tail = node.isRegular() ? 0 : size() % V6Writer.BLOCK;
        this.inline = inlineAllowed && tail > 0 && headSize() + tail <= V6Writer.BLOCK;
    }

    SourceNode node() {
        return node;
    }

    boolean compact() {
        return compact;
    }

    /** Tests whether the tail of the data is stored behind the inode. */
    boolean inline() {
        return inline;
    }

    byte[] xattrs() {
        return xattrs;
    }

    List<FileChunk> chunks() {
        return chunks;
    }

    /** Returns the size that the inode gives, in bytes. */
    long fileSize() {
        return node.isRegular() ? node.size() : size();
    }

    /** Returns the size of a target or directory, in bytes; of regular files only those that are not sparse. */
    private int size() {
        return dirents == null ? node.content().length : dirents.size();
    }

    /** Returns the entries of a directory; null for other types. */
    @Nullable
    V6Dirents dirents() {
        return dirents;
    }

    /** The inode and its xattrs. */
    int headSize() {
        return (compact ? COMPACT_SIZE : EXTENDED_SIZE) + xattrs.length;
    }

    /** Returns the size of everything at the inode's place, in bytes. */
    int length() {
        if (inline) {
            return headSize() + size() % V6Writer.BLOCK;
        }
        return chunks.isEmpty() ? headSize() : chunkAddresses() + chunks.size() * CHUNK_ADDRESS_SIZE;
    }

    /** Returns the offset of the chunk addresses from the start of the inode, in bytes. */
    int chunkAddresses() {
        return ByteSink.aligned(headSize(), CHUNK_ADDRESS_SIZE);
    }

    /** Blocks elsewhere that its data needs. */
    int blocks() {
        if (node.isRegular()) {
            return 0;
        }
        return inline ? size() / V6Writer.BLOCK : ByteSink.aligned(size(), V6Writer.BLOCK) / V6Writer.BLOCK;
    }

    void placeAt(int bootstrapOffset) {
        offset = bootstrapOffset;
    }

    void placeBlocksAt(int block) {
        startBlock = block;
    }

    int offset() {
        return offset;
    }

    int startBlock() {
        return startBlock;
    }
}
