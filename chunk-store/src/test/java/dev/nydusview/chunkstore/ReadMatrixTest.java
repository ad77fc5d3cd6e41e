package dev.nydusview.chunkstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.chunkstore.cache.CachedBlobs;
import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.DirEntry;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.model.Xattr;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads of parts of files through every state of the cache, compared with the plain bytes. */
@Timeout(60)
class ReadMatrixTest {
    /** Sizes of chunks and of a file. */
    private static final List<List<Integer>> SIZES = List.of(
            List.of(1, 1),
            List.of(1, 5),
            List.of(3, 1),
            List.of(3, 2),
            List.of(3, 3),
            List.of(3, 4),
            List.of(3, 12),
            List.of(3, 13),
            List.of(4, 17),
            List.of(16, 100),
            List.of(4096, 4095),
            List.of(4096, 4097));

    private static final int[] LENGTHS = {1, 2, 3, 4, 7, 12, 100};

    private final Random random = new Random(7);

    @TempDir
    Path parent;

    private Path root;

    enum CacheState {
        NONE,
        EMPTY,
        WARM,
        HALF,
        DAMAGED,
        CLEARED_MEANWHILE
    }

    /** A file and a cache; the name of a test shows all of it. */
    record Setting(int chunkSize, int fileSize, boolean compressed, int chunksBetweenGaps, CacheState state) {}

    private static Stream<Setting> settings() {
        return SIZES.stream().flatMap(sizes -> Stream.of(false, true)
                .flatMap(compressed -> Stream.of(1, 3).flatMap(gaps -> Arrays.stream(CacheState.values())
                        .map(state -> new Setting(sizes.get(0), sizes.get(1), compressed, gaps, state)))));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everyPartOfAFileIsAsItsPlainBytes(Setting setting) throws Exception {
        compare(
                setting.chunkSize(),
                setting.fileSize(),
                setting.compressed(),
                setting.chunksBetweenGaps(),
                setting.state());
    }

    private void compare(int chunkSize, int fileSize, boolean compressed, int chunksBetweenGaps, CacheState state)
            throws Exception {
        TestImage image = new TestImage(random.nextLong());
        byte[] plain = new byte[fileSize];
        random.nextBytes(plain);
        List<ChunkRef> chunks = new ArrayList<>();
        for (int offset = 0; offset < fileSize; offset += chunkSize) {
            byte[] bytes = Arrays.copyOfRange(plain, offset, Math.min(fileSize, offset + chunkSize));
            chunks.add(image.chunk(chunks.size() % 5 == 4 ? 1 : 0, bytes, compressed, offset));
            if (chunks.size() % chunksBetweenGaps == 0) {
                image.gap(0);
            }
        }
        root = Files.createTempDirectory(parent, "cache");
        prepare(state, image, chunks);
        try (LazyChunkSource source = state == CacheState.NONE ? image.open() : image.open(root)) {
            FileReader reader = new FileReader(new OneFile(chunks), source);
            List<Integer> offsets = List.of(0, 1, chunkSize - 1, chunkSize, chunkSize + 1, fileSize / 2, fileSize - 1);
            for (int offset : offsets) {
                for (int length : LENGTHS) {
                    compare(reader, plain, offset, length);
                }
                compare(reader, plain, offset, fileSize);
                if (state == CacheState.CLEARED_MEANWHILE && offset == chunkSize) {
                    new CachedBlobs(new CacheLayout(root)).clear();
                }
            }
        }
    }

    private static void compare(FileReader reader, byte[] plain, int offset, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        int count = reader.read(file(plain.length), offset, target);
        byte[] expected = offset >= plain.length
                ? new byte[0]
                : Arrays.copyOfRange(plain, offset, Math.min(plain.length, offset + length));
        assertThat(count).as("length of %d at %d", length, offset).isEqualTo(expected.length);
        assertThat(Arrays.copyOf(target.array(), count))
                .as("%d at %d", length, offset)
                .isEqualTo(expected);
    }

    private void prepare(CacheState state, TestImage image, List<ChunkRef> chunks) throws Exception {
        if (state == CacheState.NONE || state == CacheState.EMPTY) {
            return;
        }
        List<ChunkRef> kept = state == CacheState.HALF ? chunks.subList(0, (chunks.size() + 1) / 2) : chunks;
        try (LazyChunkSource source = image.open(root)) {
            for (ChunkRef chunk : kept) {
                assertThat(TestImage.bytes(source, chunk)).as("%s", chunk).isEqualTo(image.plain(chunk));
            }
        }
        if (state == CacheState.DAMAGED) {
            damage(data -> data.put(data.capacity() / 2, (byte) ~data.get(data.capacity() / 2)));
        }
    }

    private void damage(Consumer<ByteBuffer> change) throws IOException {
        Path data = root.resolve("blobs").resolve(TestImage.BLOB_A + ".data");
        try (FileChannel channel = FileChannel.open(data, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            change.accept(channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size()));
        }
    }

    private static Inode file(long size) {
        return new Inode(1, 0, FileType.REGULAR, FileType.REGULAR.bits() | 0644, 0, 0, 1, size, 0, 0, 0, 0);
    }

    /** A tree that has chunks only. */
    private record OneFile(List<ChunkRef> all) implements InodeTree {
        @Override
        public List<ChunkRecord> chunkRecords(Inode file, long offset, long length) {
            return List.of();
        }

        @Override
        public List<ChunkRef> chunks(Inode file, long offset, long length) {
            return all.stream()
                    .filter(chunk -> chunk.fileOffset() < offset + length && chunk.fileOffset() + chunk.size() > offset)
                    .toList();
        }

        @Override
        public long root() {
            throw new AssertionError("not asked for");
        }

        @Override
        public Inode inode(long number) {
            throw new AssertionError("not asked for");
        }

        @Override
        public OptionalLong lookup(Inode directory, RawName name) {
            throw new AssertionError("not asked for");
        }

        @Override
        public void list(Inode directory, long position, EntryVisitor visitor) {
            throw new AssertionError("not asked for");
        }

        @Override
        public Inode child(Inode directory, DirEntry entry) {
            throw new AssertionError("not asked for");
        }

        @Override
        public long parent(Inode directory) {
            throw new AssertionError("not asked for");
        }

        @Override
        public RawName symlinkTarget(Inode symlink) {
            throw new AssertionError("not asked for");
        }

        @Override
        public List<Xattr> xattrs(Inode inode) {
            throw new AssertionError("not asked for");
        }
    }
}
