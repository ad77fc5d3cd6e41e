package dev.nydusview.rafs.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rafs.DirectoryBlobs;
import dev.nydusview.rafs.GoldenReader;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.BlobMetaReader;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.DirEntry;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkDecoderTest {
    private static final int FEW_DECODES = 300;
    private static final int MANY_DECODES = 30_000;
    private static final long UNPACKED_BYTES = 256 << 20;

    private record Stored(ChunkRef chunk, ChunkLocation location, ByteBuffer bytes) {}

    /** Compressors, batches, encryption and gzip layers: one image of each. */
    @ParameterizedTest
    @ValueSource(strings = {"v5-lz4-blake3", "v6-zstd-4k", "v6-batch", "v6-enc", "v6-zran"})
    void verifiesChunksOfEachKind(String kind) throws IOException {
        verify(GoldenImage.of(kind), FEW_DECODES);
    }

    /** The compilers of some JDKs make wrong code of a digest once it is hot and inlined; so it runs hot here. */
    @ParameterizedTest
    @Tag("soak")
    @MethodSource("dev.nydusview.testdata.GoldenImage#all")
    void verifiesEveryChunkOfAllImagesHoweverOften(GoldenImage golden) throws IOException {
        verify(golden, MANY_DECODES);
    }

    private static void verify(GoldenImage golden, int decodes) throws IOException {
        RafsImage image = GoldenReader.open(golden);
        List<Stored> chunks = chunks(image, new DirectoryBlobs(golden.blobs()));
        ChunkDecoder decoder = new ChunkDecoder(image);
        long unpacked = 0;
        for (int i = 0; i < decodes && unpacked < UNPACKED_BYTES; i++) {
            Stored stored = chunks.get(i % chunks.size());
            ByteBuffer made = decoder.unpack(stored.chunk, stored.location, stored.bytes);
            ByteBuffer plain = decoder.cut(stored.chunk, stored.location, made);
            unpacked += made.remaining();
            assertThat(plain.remaining()).isEqualTo(stored.chunk.size());
        }
    }

    private static List<Stored> chunks(RafsImage image, BlobSource blobs) throws IOException {
        ImageChunkLocator locator =
                new ImageChunkLocator(image, new BlobMetaReader(Map.of(), blobs, image.bootstrapBlob()));
        List<Stored> stored = new ArrayList<>();
        for (ChunkRef chunk :
                chunks(image.tree(), image.tree().inode(image.tree().root()))) {
            ChunkLocation location = locator.locate(chunk);
            String blobId = image.blobs().get(chunk.blobIndex()).id();
            stored.add(new Stored(chunk, location, blobs.read(blobId, location.offset(), location.size())));
        }
        return stored;
    }

    private static List<ChunkRef> chunks(InodeTree tree, Inode inode) throws IOException {
        List<ChunkRef> chunks = new ArrayList<>(tree.chunks(inode, 0, inode.size()));
        if (inode.isDirectory()) {
            List<DirEntry> entries = new ArrayList<>();
            tree.list(inode, 0, entries::add);
            for (DirEntry entry : entries) {
                chunks.addAll(chunks(tree, tree.child(inode, entry)));
            }
        }
        return chunks;
    }
}
