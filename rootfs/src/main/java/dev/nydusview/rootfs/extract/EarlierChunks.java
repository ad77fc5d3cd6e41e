package dev.nydusview.rootfs.extract;

import dev.nydusview.rafs.chunk.ChunkDecoder;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.ChunkVerificationException;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.path.EntryPath;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Chunks in the files that an extraction has left which ended early. */
public final class EarlierChunks {
    /** Nothing. */
    public static final EarlierChunks NONE = new EarlierChunks((path, inode, chunk) -> null, null);

    private final Files files;
    private final @Nullable ChunkDecoder verifier;
    private final LongAdder bytes = new LongAdder();

    /** Takes from {@code files} what {@code verifier} finds to be the chunk. */
    public EarlierChunks(Files files, @Nullable ChunkDecoder verifier) {
        this.files = files;
        this.verifier = verifier;
    }

    /** Files of an earlier extraction, with whatever is in them. */
    @FunctionalInterface
    public interface Files {
        /** Returns the bytes in the place of {@code chunk}; null if there are not that many. */
        @Nullable
        ByteBuffer read(EntryPath path, Inode inode, ChunkRef chunk);
    }

    /** Returns the number of bytes that were found; any thread may ask. */
    public long bytes() {
        return bytes.sum();
    }

    /** Returns the bytes of {@code chunk} of {@code file}, verified by its digest; null if they are not there. */
    @Nullable
    ByteBuffer find(ChunkCursor file, ChunkRef chunk) {
        if (verifier == null || chunk.digest().isZero()) { // without a digest nothing tells its bytes from others
            return null;
        }
        ByteBuffer found = files.read(file.path(), file.file(), chunk);
        if (found == null) {
            return null;
        }
        try {
            verifier.verify(chunk, found);
        } catch (ChunkVerificationException e) {
            return null;
        }
        bytes.add(chunk.size());
        return found;
    }
}
