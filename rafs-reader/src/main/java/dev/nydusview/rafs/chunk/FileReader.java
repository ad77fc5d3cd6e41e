package dev.nydusview.rafs.chunk;

import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

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
        int read = tryRead(file, offset, target.remaining(), target, observer);
        return read >= 0
                ? read
                : start(file, offset, target.remaining(), observer).finish(target);
    }

    /**
     * Asks for the chunks that hold {@code length} bytes of {@code file} from {@code offset} on, or up to the end of the
     * file, and does not wait for them.
     */
    public PendingRead start(Inode file, long offset, int length, ChunkObserver observer) throws IOException {
        requireOffset(offset);
        int available = (int) Math.max(Math.min(length, file.size() - offset), 0);
        List<ChunkRef> chunks = available == 0 ? List.of() : tree.chunks(file, offset, available);
        return new PendingRead(chunks, source.request(chunks, observer), offset, available, observer);
    }

    /**
     * Reads as {@link #start} does, if {@link ChunkSource#tryRead} delivers all bytes.
     *
     * @return bytes read; -1 if they must be asked for, and then the position of {@code target} stays
     */
    public int tryRead(Inode file, long offset, int length, ByteBuffer target, ChunkObserver observer)
            throws IOException {
        requireOffset(offset);
        int available = (int) Math.max(Math.min(length, file.size() - offset), 0);
        if (available == 0) {
            return 0;
        }
        int start = target.position();
        long end = offset + available;
        List<ChunkRef> chunks = tree.chunks(file, offset, available);
        for (ChunkRef chunk : chunks) {
            PendingRead.zeros(target, chunk.fileOffset() - offset - (target.position() - start));
            int from = (int) Math.max(offset - chunk.fileOffset(), 0);
            int count = (int) Math.min(end - chunk.fileOffset(), chunk.size()) - from;
            if (!source.tryRead(chunk, from, count, target)) {
                target.position(start);
                return -1;
            }
        }
        chunks.forEach(observer::delivered);
        PendingRead.zeros(target, start + available - target.position());
        return available;
    }

    /** Asks for the chunks of the beginnings of several files together, so that neighbours are fetched together. */
    public List<PendingRead> start(List<Inode> files, int length) throws IOException {
        List<ChunkRef> all = new ArrayList<>();
        List<List<ChunkRef>> byFile = new ArrayList<>();
        for (Inode file : files) {
            List<ChunkRef> chunks = tree.chunks(file, 0, Math.min(length, file.size()));
            byFile.add(chunks);
            all.addAll(chunks);
        }
        List<CompletableFuture<ByteBuffer>> delivered = source.request(all);
        List<PendingRead> reads = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < byFile.size(); i++) {
            List<ChunkRef> chunks = byFile.get(i);
            int available = (int) Math.min(length, files.get(i).size());
            List<CompletableFuture<ByteBuffer>> own = delivered.subList(from, from + chunks.size());
            reads.add(new PendingRead(chunks, own, 0, available, ChunkObserver.NONE));
            from += chunks.size();
        }
        return reads;
    }

    private static void requireOffset(long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("negative file offset " + offset);
        }
    }

    /** Requests all chunks of {@code file}, which verifies them; {@link PendingRead#await} waits for that. */
    public PendingRead startVerify(Inode file, ChunkObserver observer) throws IOException {
        List<ChunkRef> chunks = tree.chunks(file, 0, file.size());
        return new PendingRead(chunks, source.request(chunks, observer), 0, 0, observer);
    }
}
