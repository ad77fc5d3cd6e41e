package dev.nydusview.chunkstore;

import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.chunkstore.cache.CacheLog;
import dev.nydusview.rafs.DirectoryBlobs;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.BlobMetaReader;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafs.chunk.ImageChunkLocator;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that reads the files of an image through a disk cache, in random order, and compares them. The content of
 * each is that of a generator whose seed is the number in its name.
 */
final class CacheReader {
    private CacheReader() {}

    /** Returns the content of file {@code number}. */
    static byte[] content(int number) {
        Random random = new Random(number);
        byte[] content = new byte[1000 + random.nextInt(300_000)];
        random.nextBytes(content);
        return content;
    }

    /**
     * Takes the directory of the image, that of the cache, the size of the cache, rounds and a seed. Prints what it cost,
     * in one line; fails if a byte is wrong.
     */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        CacheLayout cache = new CacheLayout(Path.of(arguments[1]));
        long size = Long.parseLong(arguments[2]);
        int rounds = Integer.parseInt(arguments[3]);
        Random random = new Random(Long.parseLong(arguments[4]));
        AtomicInteger warnings = new AtomicInteger();
        CacheLog log = new CacheLog() {
            @Override
            public void unwritable(String warning) {
                warnings.incrementAndGet();
            }

            @Override
            public void unreadable(String blobId, int chunk, IOException reason) {}
        };
        RafsImage image = RafsImage.open(ByteBuffer.wrap(Files.readAllBytes(directory.resolve("image.boot"))));
        BlobSource blobs = new DirectoryBlobs(directory.resolve("blobs"));
        ImageChunkLocator locator =
                new ImageChunkLocator(image, new BlobMetaReader(Map.of(), blobs, image.bootstrapBlob()));
        try (ChunkStore store = new ChunkStore(log, size);
                LazyChunkSource source = store.open(image, locator, blobs, cache, "registry")) {
            System.out.println("reading");
            for (int round = 0; round < rounds; round++) {
                readAll(image.tree(), source, random);
            }
            FetchCounts counts = source.counts();
            System.out.println("fetched " + counts.chunksFetched() + " cached " + counts.chunksFromCache()
                    + " unwritten " + counts.cacheWriteFailures() + " warnings " + warnings);
        }
    }

    private static void readAll(InodeTree tree, LazyChunkSource source, Random random) throws IOException {
        List<Map.Entry<Integer, Inode>> files = new ArrayList<>();
        tree.list(tree.inode(tree.root()), 0, entry -> {
            String name = new String(entry.name().bytes(), StandardCharsets.US_ASCII);
            return files.add(Map.entry(Integer.parseInt(name.substring("file".length())), tree.inode(entry.inode())));
        });
        Collections.shuffle(files, random);
        FileReader reader = new FileReader(tree, source);
        for (Map.Entry<Integer, Inode> file : files) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.getValue().size());
            reader.read(file.getValue(), 0, bytes);
            if (!ByteBuffer.wrap(content(file.getKey())).equals(bytes.flip())) {
                throw new IllegalStateException("file" + file.getKey() + " has wrong bytes");
            }
        }
    }
}
