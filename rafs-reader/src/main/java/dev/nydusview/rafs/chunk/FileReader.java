package dev.nydusview.rafs.chunk;

import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Reads the bytes of regular files. Safe for concurrent use. */
public final class FileReader {
    private final InodeTree tree;
    private final ChunkSource source;

    public FileReader(InodeTree tree, ChunkSource source) {
        this.tree = tree;
        this.source = source;
    }

    /**
     * Fills {@code target} from {@code offset} on, up to its limit or the end of the file.
     *
     * @return bytes read; 0 at or past the end of the file. Otherwise never fewer than requested: a chunk that cannot
     *     be delivered throws, and then the content of {@code target} is undefined
     */
    public int read(Inode file, long offset, ByteBuffer target) throws IOException {
        return read(file, offset, target, ChunkObserver.NONE);
    }

    /** Reads as {@link #read(Inode, long, ByteBuffer)} does; {@code observer} receives what it cost. */
    public int read(Inode file, long offset, ByteBuffer target, ChunkObserver observer) throws IOException {
        if (offset < 0) {
            throw new IllegalArgumentException("negative file offset " + offset);
        }
        long length = Math.min(target.remaining(), file.size() - offset);
        if (length <= 0) {
            return 0;
        }
        List<ChunkRef> chunks = tree.chunks(file, offset, length);
        List<CompletableFuture<ByteBuffer>> delivered = source.request(chunks, observer);
        long position = offset;
        long end = offset + length;
        for (int i = 0; i < chunks.size(); i++) {
            ChunkRef chunk = chunks.get(i);
            ByteBuffer bytes = await(delivered.get(i), observer);
            observer.delivered(chunk);
            position = zeroUpTo(Math.min(chunk.fileOffset(), end), position, target);
            int from = (int) (position - chunk.fileOffset());
            int count = (int) Math.min(end - position, chunk.size() - from);
            target.put(bytes.slice(from, count));
            position += count;
        }
        zeroUpTo(end, position, target);
        return (int) length;
    }

    /** Requests all chunks of {@code file}, which verifies them. */
    public void verify(Inode file, ChunkObserver observer) throws IOException {
        List<ChunkRef> chunks = tree.chunks(file, 0, file.size());
        List<CompletableFuture<ByteBuffer>> delivered = source.request(chunks, observer);
        for (int i = 0; i < chunks.size(); i++) {
            await(delivered.get(i), observer);
            observer.delivered(chunks.get(i));
        }
    }

    private static long zeroUpTo(long end, long position, ByteBuffer target) {
        for (long i = position; i < end; i++) {
            target.put((byte) 0);
        }
        return Math.max(position, end);
    }

    private static ByteBuffer await(CompletableFuture<ByteBuffer> chunk, ChunkObserver observer) throws IOException {
        if (chunk.isDone()) {
            return arrived(chunk);
        }
        long start = System.nanoTime();
        try {
            return arrived(chunk);
        } finally {
            observer.waited(System.nanoTime() - start);
        }
    }

    private static ByteBuffer arrived(CompletableFuture<ByteBuffer> chunk) throws IOException {
        try {
            return chunk.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a chunk", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException("a chunk could not be delivered: " + e.getCause(), e.getCause());
        }
    }
}
