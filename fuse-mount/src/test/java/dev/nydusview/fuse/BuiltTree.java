package dev.nydusview.fuse;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.rafs.built.BuiltBlobs;
import dev.nydusview.rafs.chunk.BlobChunkSource;
import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** An image of a tree that a test has made up, with its chunks in memory. */
record BuiltTree(RafsImage image, ChunkSource source) {
    /** Bytes of a chunk: more than a page, fewer than the kernel reads ahead. */
    static final int CHUNK = 1 << 16;

    static BuiltTree of(SourceTree tree) throws IOException {
        return of(ImageBuilder.v6(), tree);
    }

    static BuiltTree of(ImageBuilder<?> builder, SourceTree tree) throws IOException {
        var built = builder.chunkSize(CHUNK).build(tree);
        RafsImage image = RafsImage.open(ByteBuffer.wrap(built.bootstrap()));
        return new BuiltTree(image, new BlobChunkSource(image, new BuiltBlobs(built)));
    }

    /** Builds a v5 image, one of whose bits is flipped in each chunk of the files at {@code paths} while it is read. */
    static BuiltTree flipped(SourceTree tree, BooleanSupplier flipped, List<String> paths) throws IOException {
        var built = ImageBuilder.v5().chunkSize(CHUNK).build(tree);
        RafsImage image = RafsImage.open(ByteBuffer.wrap(built.bootstrap()));
        List<Long> offsets = new ArrayList<>();
        BuiltTree sound = new BuiltTree(image, new BlobChunkSource(image, new BuiltBlobs(built)));
        for (String path : paths) {
            sound.chunks(path)
                    .forEach(chunk ->
                            offsets.add(Objects.requireNonNull(chunk.stored()).offset()));
        }
        BlobSource blobs = new FlippedBlobs(new BuiltBlobs(built), offsets, flipped);
        return new BuiltTree(image, new BlobChunkSource(image, blobs));
    }

    /** Returns the chunks of the file at {@code path}, such as {@code a/b}. */
    List<ChunkRef> chunks(String path) throws IOException {
        InodeTree inodes = image.tree();
        Inode at = inodes.inode(inodes.root());
        for (String name : path.split("/", -1)) {
            at = inodes.inode(inodes.lookup(at, RawName.of(name)).orElseThrow());
        }
        return inodes.chunks(at, 0, at.size());
    }

    private record FlippedBlobs(BlobSource sound, List<Long> offsets, BooleanSupplier flipped) implements BlobSource {
        @Override
        public long length(String blobId) throws IOException {
            return sound.length(blobId);
        }

        @Override
        public ByteBuffer read(String blobId, long offset, int length) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            bytes.put(sound.read(blobId, offset, length)).flip();
            for (long place : offsets) {
                if (flipped.getAsBoolean() && offset <= place && place < offset + length) {
                    int at = (int) (place - offset);
                    bytes.put(at, (byte) (bytes.get(at) ^ 1));
                }
            }
            return bytes;
        }

        @Override
        public void close() throws IOException {
            sound.close();
        }
    }

    /** Bytes that no two files share a chunk of, unless they have the same {@code seed}. */
    static byte[] content(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static MountOptions options(ServeOptions serve) {
        return new MountOptions("nydusview:test", false, List.of(), false, true, serve);
    }
}
