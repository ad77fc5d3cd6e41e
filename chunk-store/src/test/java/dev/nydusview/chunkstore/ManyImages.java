package dev.nydusview.chunkstore;

import dev.nydusview.chunkstore.cache.CacheLog;
import dev.nydusview.rafs.DirectoryBlobs;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.BlobMetaReader;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.rafs.chunk.ChunkObserver;
import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafs.chunk.ImageChunkLocator;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A process that reads an image whole, opened several times at once, without a disk cache. */
final class ManyImages {
    private static final int BUFFER = 1 << 20;

    private ManyImages() {}

    /** Takes the directory of the image and how often it is opened; prints the bytes that were read. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        int images = Integer.parseInt(arguments[1]);
        ChunkStore store = new ChunkStore(CacheLog.NONE);
        ExecutorService readers = Executors.newFixedThreadPool(images);
        List<Future<Long>> read = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            String origin = "registry " + i;
            read.add(readers.submit(() -> read(store, directory, origin)));
        }
        long bytes = 0;
        for (Future<Long> each : read) {
            bytes += each.get();
        }
        readers.shutdown();
        store.close();
        StoreUsage usage = store.usage();
        if (usage.chunks().peak() > usage.chunks().most()
                || usage.inFlight().peak() > usage.inFlight().most()) {
            throw new IllegalStateException("more than the process may take: " + usage);
        }
        System.out.println(bytes);
    }

    private static long read(ChunkStore store, Path directory, String origin) throws IOException {
        RafsImage image = RafsImage.open(ByteBuffer.wrap(Files.readAllBytes(directory.resolve("image.boot"))));
        BlobSource blobs = new DirectoryBlobs(directory.resolve("blobs"));
        ImageChunkLocator locator =
                new ImageChunkLocator(image, new BlobMetaReader(Map.of(), blobs, image.bootstrapBlob()));
        try (LazyChunkSource source = store.open(image, locator, blobs, null, origin)) {
            InodeTree tree = image.tree();
            List<Inode> files = new ArrayList<>();
            List<ChunkRef> chunks = new ArrayList<>();
            tree.list(tree.inode(tree.root()), 0, entry -> {
                Inode file = tree.inode(entry.inode());
                chunks.addAll(tree.chunks(file, 0, file.size()));
                return files.add(file);
            });
            CompletableFuture<Void> ahead = source.prefetch(chunks, Long.MAX_VALUE, ChunkObserver.NONE);
            FileReader reader = new FileReader(tree, source);
            ByteBuffer target = ByteBuffer.allocate(BUFFER);
            long bytes = 0;
            for (Inode file : files) {
                for (long offset = 0; offset < file.size(); offset += target.position()) {
                    bytes += reader.read(file, offset, target.clear());
                }
            }
            ahead.join();
            return bytes;
        }
    }
}
