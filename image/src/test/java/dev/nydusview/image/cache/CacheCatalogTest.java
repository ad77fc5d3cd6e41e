package dev.nydusview.image.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.Sha256;
import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.chunkstore.cache.CacheLog;
import dev.nydusview.chunkstore.cache.CacheRoot;
import dev.nydusview.chunkstore.cache.CachedBlob;
import dev.nydusview.chunkstore.cache.ChunkCache;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheCatalogTest {
    private static final String HEX_A = "a".repeat(64);
    private static final String HEX_B = "b".repeat(64);

    @TempDir
    Path parent;

    private Path root;
    private CacheLayout layout;
    private CacheCatalog catalog;

    @BeforeEach
    void open() {
        root = parent.resolve("cache");
        layout = new CacheLayout(root);
        catalog = new CacheCatalog(layout);
    }

    @Test
    void aCacheThatWasNeverMadeIsEmpty() throws IOException {
        assertThat(catalog.blobs()).isEmpty();
        assertThat(catalog.bootstraps()).isEmpty();
        assertThat(catalog.clear()).isEqualTo(new ClearedCache(0, 0, 0, 0, 0));
        assertThat(root).doesNotExist();
    }

    @Test
    void whatIsThereIsListed() throws IOException {
        Instant longAgo = Instant.parse("2001-02-03T04:05:06Z");
        fill();
        for (Path file : List.of(file(HEX_A + ".data"), file(HEX_A + ".state"), file(HEX_A + ".use"))) {
            Files.setLastModifiedTime(file, FileTime.from(longAgo));
        }

        List<CachedBlob> blobs = catalog.blobs();

        assertThat(blobs)
                .extracting(CachedBlob::name)
                .containsExactly(HEX_A, blobs.get(1).name());
        assertThat(blobs.get(1).name()).startsWith("x-");
        assertThat(blobs).extracting(CachedBlob::chunks).containsExactly(2L, 1L);
        assertThat(blobs.get(0).lastUsed()).isEqualTo(longAgo);
        assertThat(blobs.get(0).bytes()).isBetween(8192L, 1L << 20);
        assertThat(catalog.bootstraps()).extracting(CachedBootstrap::name).containsExactly(HEX_B);
        assertThat(catalog.bootstraps()).extracting(CachedBootstrap::bytes).containsExactly(11L);
    }

    @Test
    void clearingRemovesWhatIsOursAndNothingElse() throws IOException {
        fill();
        Path note = Files.writeString(root.resolve("note.txt"), "mine");
        Path stray = Files.writeString(root.resolve("blobs/stray.data"), "mine");
        Path outside = Files.writeString(parent.resolve("outside"), "mine");
        Files.createSymbolicLink(layout.bootstrap(new Sha256(HEX_B)).resolve("link"), outside);
        Files.createSymbolicLink(file("d".repeat(64) + ".data"), outside);

        ClearedCache cleared = catalog.clear();

        assertThat(cleared.bootstraps()).isEqualTo(1);
        assertThat(cleared.blobs()).isEqualTo(2);
        assertThat(cleared.bytes()).isPositive();
        assertThat(catalog.blobs()).isEmpty();
        assertThat(catalog.bootstraps()).isEmpty();
        assertThat(file(HEX_A + ".data")).doesNotExist();
        assertThat(List.of(note, stray, outside))
                .allSatisfy(file -> assertThat(file).hasContent("mine"));
        assertThat(catalog.clear()).isEqualTo(new ClearedCache(0, 0, 0, 0, 0));
    }

    @Test
    void aDirectoryOfOthersIsNeverCleared() throws IOException {
        Path index = Files.createDirectories(root).resolve("index.json");
        Files.writeString(index, "{}");
        fill();

        assertThatThrownBy(catalog::clear)
                .isExactlyInstanceOf(IOException.class)
                .hasMessage(root + " is not cleared: it does not look like a cache of nydusview, as it lacks the file "
                        + "CACHEDIR.TAG");
        assertThat(index).exists();
        assertThat(file(HEX_A + ".data")).exists();
    }

    @Test
    void aTagOfAnotherProgramIsNotOurs() throws IOException {
        Files.createDirectories(root);
        Files.writeString(layout.tag(), "Signature: 8a477f597d28d172789f06886806bc55\n# somebody else's\n");
        fill();

        assertThatThrownBy(catalog::clear).hasMessageContaining("does not look like a cache of nydusview");
    }

    @Test
    void aLinkToADirectoryOfOthersIsNeverCleared() throws IOException {
        Path theirs = Files.createDirectory(parent.resolve("theirs"));
        Files.writeString(theirs.resolve("index.json"), "{}");
        Files.createSymbolicLink(root, theirs);
        fill();

        assertThat(catalog.blobs()).hasSize(2);
        assertThat(CacheRoot.prepare(layout)).contains(root + " is a symbolic link");
        assertThatThrownBy(catalog::clear).hasMessageContaining("does not look like a cache of nydusview");
    }

    @Test
    void aDirectoryThatOthersMayWriteIsNeitherUsedNorCleared() throws IOException {
        fill();
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(catalog::clear)
                .hasMessage(root + " is not cleared: " + root + " may be written by others (mode 0777)");
        assertThat(file(HEX_A + ".data")).exists();
        assertThat(CacheRoot.prepare(layout)).contains(root + " may be written by others (mode 0777)");
        try (ChunkCache cache = new ChunkCache(layout, CacheLog.NONE)) {
            assertThat(cache.mayContain(HEX_A, chunk(0))).isFalse();
            assertThat(cache.load(HEX_A, chunk(0), ByteBuffer.allocate(chunk(0).size())))
                    .isFalse();
        }
    }

    @Test
    void bootstrapsKeptBeforeAnyBlobDoNotPreventTheTag() throws IOException {
        Files.createDirectories(layout.bootstrap(new Sha256(HEX_B)));
        Files.createDirectories(layout.archives());
        CacheRoot.create(layout);

        assertThat(catalog.clear().bootstraps()).isEqualTo(1);
        assertThat(layout.tag()).content().startsWith("Signature: 8a477f597d28d172789f06886806bc55\n");
    }

    /** Fills the cache with two blobs of three chunks together, and a bootstrap of eleven bytes. */
    private void fill() throws IOException {
        try (ChunkCache cache = new ChunkCache(layout, CacheLog.NONE)) {
            cache.store(HEX_A, chunk(0), ByteBuffer.allocate(4096));
            cache.store(HEX_A, chunk(7), ByteBuffer.allocate(4096));
            cache.store("odd id", chunk(0), ByteBuffer.allocate(4096));
        }
        Path bootstrap = Files.createDirectories(layout.bootstrap(new Sha256(HEX_B)));
        Files.writeString(Files.createDirectories(bootstrap.resolve("image")).resolve("image.boot"), "eleven byte");
    }

    private Path file(String name) {
        return root.resolve("blobs").resolve(name);
    }

    private static ChunkRef chunk(int index) {
        return new ChunkRef(0, index, 0, 4096, index * 4096L, new Digest(1, 2, 3, 4), null);
    }
}
