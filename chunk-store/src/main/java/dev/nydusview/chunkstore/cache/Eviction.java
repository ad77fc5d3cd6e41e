package dev.nydusview.chunkstore.cache;

import dev.nydusview.base.Ownership;
import dev.nydusview.linux.PosixException;
import dev.nydusview.linux.SparseFile;
import dev.nydusview.rafs.model.BlobInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Gives up the stretches of blobs that were used least recently. Files are never removed: a process that has them open
 * would go on to fill them out of sight. Readers need no lock, since they verify what they read; the caller sees to it
 * that one thread of all processes does this.
 */
final class Eviction {
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(1 << 16).asReadOnlyBuffer();

    private final CacheLayout layout;

    Eviction(CacheLayout layout) {
        this.layout = layout;
    }

    /** Returns the bytes that the files of all blobs take on disk. */
    long size() throws IOException {
        long size = 0;
        for (Path file : CacheRoot.entries(layout.blobs())) {
            try {
                size += SparseFile.allocated(file);
            } catch (PosixException e) {
                if (!e.absent()) {
                    throw e;
                }
            }
        }
        return size;
    }

    /** Gives up {@code wanted} bytes if there are so many; returns the bytes that were given up. */
    long free(long wanted) throws IOException {
        long freed = 0;
        for (CachedStretch stretch : stretches()) {
            if (freed >= wanted) {
                break;
            }
            freed += free(stretch);
        }
        return freed;
    }

    /** Returns the stretches that take space, the least recently used first. */
    List<CachedStretch> stretches() throws IOException {
        List<CachedStretch> held = new ArrayList<>();
        for (Path file : CacheRoot.entries(layout.blobs())) {
            String name = file.getFileName().toString();
            if (CacheLayout.isBlobFile(name) && name.endsWith(CacheLayout.DATA_SUFFIX)) {
                addStretches(file, held);
            } else if (CacheLayout.isBlobFile(name) && name.endsWith(CacheLayout.WHOLE_SUFFIX)) {
                held.add(CachedStretch.whole(file));
            }
        }
        held.sort(Comparator.comparing(CachedStretch::lastUsed));
        return held;
    }

    private static void addStretches(Path data, List<CachedStretch> held) throws IOException {
        Ownership.require(data);
        try (SparseFile file = SparseFile.open(data);
                FileChannel uses = beside(data, CacheLayout.USE_SUFFIX)) {
            for (long at = file.nextData(0); at >= 0; ) {
                long number = at / StretchUse.STRETCH;
                held.add(new CachedStretch(data, number, use(uses, number)));
                at = file.nextData((number + 1) * StretchUse.STRETCH);
            }
        } catch (PosixException e) {
            if (!e.absent()) {
                throw e;
            }
        }
    }

    private static StretchUse use(FileChannel uses, long number) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(StretchUse.SIZE);
        int unused = uses.read(record, StretchUse.offset(number));
        return StretchUse.read(record);
    }

    /**
     * Gives up a stretch; returns the bytes that it took. Clears the states first, so that whoever sees one of them finds
     * the bytes of the chunk.
     */
    static long free(CachedStretch stretch) throws IOException {
        Path data = stretch.data();
        long number = stretch.number();
        if (stretch.isWhole()) {
            long size = SparseFile.allocated(data);
            return Files.deleteIfExists(data) ? size : 0;
        }
        try (SparseFile file = SparseFile.open(data);
                FileChannel states = beside(data, CacheLayout.STATE_SUFFIX);
                FileChannel uses = beside(data, CacheLayout.USE_SUFFIX)) {
            long before = file.allocated();
            StretchUse use = stretch.use().and(use(uses, number));
            nextGeneration(uses);
            clear(uses, StretchUse.offset(number), StretchUse.SIZE);
            long end = Math.min(Math.min(use.end(), BlobInfo.MAX_CHUNK_COUNT), states.size());
            clear(states, use.first(), end - use.first());
            file.punch(number * StretchUse.STRETCH, StretchUse.STRETCH);
            nextGeneration(uses); // for those who have read states meanwhile
            return Math.max(0, before - file.allocated());
        } catch (NoSuchFileException e) {
            return 0; // the cache was cleared
        } catch (PosixException e) {
            if (e.absent()) {
                return 0;
            }
            throw e;
        }
    }

    private static void nextGeneration(FileChannel uses) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(Long.BYTES);
        int unused = uses.read(header, 0);
        uses.write(header.putLong(0, header.getLong(0) + 1).rewind().limit(Long.BYTES), 0);
    }

    private static void clear(FileChannel file, long offset, long length) throws IOException {
        for (long done = 0; done < length; ) {
            int count = (int) Math.min(ZEROS.capacity(), length - done);
            done += file.write(ZEROS.slice(0, count), offset + done);
        }
    }

    private static FileChannel beside(Path data, String suffix) throws IOException {
        String name = data.getFileName().toString();
        Path file = data.resolveSibling(name.substring(0, name.lastIndexOf('.')) + suffix);
        return FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE,
                        LinkOption.NOFOLLOW_LINKS),
                CacheRoot.PRIVATE_FILE);
    }
}
