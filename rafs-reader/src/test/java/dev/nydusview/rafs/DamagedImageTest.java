package dev.nydusview.rafs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.DataException;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.rafs.chunk.BlobChunkSource;
import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafs.model.ChunkVerificationException;
import dev.nydusview.rafs.model.DirEntry;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedImageTest {
    private static final int EROFS = 1024;

    @Test
    void somethingElseIsNotABootstrap() {
        assertThatThrownBy(() -> RafsImage.open(ByteBuffer.allocate(100)))
                .isInstanceOf(RafsFormatException.class)
                .hasMessage("not a RAFS bootstrap: neither the v5 magic at offset 0 nor the v6 magic at offset 1024,"
                        + " in 100 bytes");
    }

    @Test
    void fsVersionSevenIsNamed() throws IOException {
        ByteBuffer bootstrap = bootstrap("v6-zstd-1m");
        bootstrap.putInt(EROFS + 8, 0x3);
        assertThatThrownBy(() -> RafsImage.open(bootstrap))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("Nydus fs-version 7");
    }

    @Test
    void unknownIncompatibleFeaturesAreRefused() throws IOException {
        ByteBuffer bootstrap = bootstrap("v6-zstd-1m");
        bootstrap.putInt(EROFS + 80, 0x2c);
        assertThatThrownBy(() -> RafsImage.open(bootstrap))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("incompatible features 0x2c");
    }

    @Test
    void v4IsNamed() throws IOException {
        ByteBuffer bootstrap = bootstrap("v5-zstd-1m");
        bootstrap.putInt(4, 0x400);
        assertThatThrownBy(() -> RafsImage.open(bootstrap))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageStartingWith("RAFS v4 images are not supported");
    }

    /** A directory that leads back to one of its ancestors would make a walk endless. */
    @Test
    void v6DirectoryIsOnlyEnteredFromItsParent() throws IOException {
        ByteBuffer bootstrap = bootstrap("v6-zstd-1m");
        InodeTree tree = RafsImage.open(bootstrap).tree();
        Inode root = tree.inode(tree.root());
        Inode deep = tree.inode(lookup(tree, root, "deep"));
        byte[] nid = nid(lookup(tree, deep, "d00"));
        replace(bootstrap, nid, nid(root.number()), (int) deep.offset());
        List<DirEntry> entries = new ArrayList<>();
        tree.list(deep, 0, entries::add);
        assertThatThrownBy(() -> tree.child(deep, entries.get(0)))
                .isInstanceOf(RafsFormatException.class)
                .hasMessageContaining("directory is entered from inode " + deep.number());
        assertThatThrownBy(() -> tree.lookup(deep, RawName.of("d00"))).isInstanceOf(RafsFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5-zstd-1m", "v6-zstd-1m", "v5-none-sha256", "v6-none-sha256", "v6-lz4-blake3"})
    void noByteOfADamagedChunkIsHandedOut(String kind) throws IOException {
        GoldenImage golden = GoldenImage.of(kind);
        RafsImage image = RafsImage.open(bootstrap(kind));
        InodeTree tree = image.tree();
        Inode file = tree.inode(lookup(tree, tree.inode(lookup(tree, tree.inode(tree.root()), "data")), "t200000"));
        FileReader files = new FileReader(tree, new BlobChunkSource(image, new FlippedBlobs(golden)));
        ByteBuffer target = ByteBuffer.allocate(100);
        assertThatThrownBy(() -> files.read(file, 0, target))
                .isInstanceOf(ChunkVerificationException.class)
                .hasMessageMatching("chunk \\d+ of blob [0-9a-f]{64} .*is damaged: .*");
        assertThat(target.array()).containsOnly(0);
    }

    /** The reader answers or throws one of its own exceptions, whatever bytes change. */
    @ParameterizedTest
    @ValueSource(strings = {"v5-zstd-4k", "v6-zstd-4k", "v5-merged", "v6-merged"})
    void mutationsGiveTypedErrorsOnly(String kind) throws IOException {
        byte[] original = bootstrap(kind).array();
        long seed = kind.hashCode();
        SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int i = 0; i < 150; i++) {
            byte[] mutant = original.clone();
            for (int flips = random.nextInt(1, 9); flips > 0; flips--) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
            }
            if (i % 10 == 0) {
                mutant = Arrays.copyOf(mutant, random.nextInt(mutant.length));
            }
            try {
                walk(RafsImage.open(ByteBuffer.wrap(mutant)));
            } catch (DataException e) {
                refused++;
            }
        }
        assertThat(refused).as("mutants refused, seed " + seed).isPositive();
    }

    private static void walk(RafsImage image) throws IOException {
        image.prefetch().inodes();
        walk(image.tree(), image.tree().inode(image.tree().root()));
    }

    private static void walk(InodeTree tree, Inode inode) throws IOException {
        tree.xattrs(inode);
        if (inode.type() == FileType.SYMLINK) {
            tree.symlinkTarget(inode);
        }
        tree.chunks(inode, 0, Math.min(inode.size(), 1 << 24));
        if (inode.isDirectory()) {
            tree.list(inode, 0, entry -> {
                walk(tree, tree.child(inode, entry));
                return true;
            });
        }
    }

    private static long lookup(InodeTree tree, Inode directory, String name) throws IOException {
        OptionalLong found = tree.lookup(directory, RawName.of(name));
        return found.orElseThrow();
    }

    private static ByteBuffer bootstrap(String kind) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(GoldenImage.of(kind).bootstrap()))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] nid(long nid) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(nid)
                .array();
    }

    /** Replaces the first occurrence at or behind {@code from}. */
    private static void replace(ByteBuffer buffer, byte[] old, byte[] replacement, int from) {
        for (int i = from; i <= buffer.limit() - old.length; i++) {
            if (buffer.slice(i, old.length).equals(ByteBuffer.wrap(old))) {
                buffer.put(i, replacement);
                return;
            }
        }
        throw new AssertionError("not found");
    }

    /** The golden blobs with one bit of every read changed. */
    private static final class FlippedBlobs implements BlobSource {
        private final GoldenImage golden;
        private final DirectoryBlobs blobs;

        FlippedBlobs(GoldenImage golden) {
            this.golden = golden;
            this.blobs = new DirectoryBlobs(golden.blobs());
        }

        @Override
        public long length(String blobId) throws IOException {
            return blobs.length(blobId);
        }

        @Override
        public ByteBuffer read(String blobId, long offset, int length) throws IOException {
            ByteBuffer bytes = blobs.read(blobId, offset, length);
            long metaOffset = RafsImage.open(bootstrap(golden.kind()))
                    .blobs()
                    .get(0)
                    .meta()
                    .offset();
            if (metaOffset == 0 || offset < metaOffset) {
                int middle = length / 2;
                bytes.put(middle, (byte) (bytes.get(middle) ^ 0x10));
            }
            return bytes;
        }

        @Override
        public void close() {}
    }
}
