package dev.nydusview.image.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.image.cache.CacheCatalog;
import dev.nydusview.image.cache.CachedImage;
import dev.nydusview.image.cache.ClearedCache;
import dev.nydusview.testdata.TarLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Unpacked images in the cache. */
class UnpackedImagesTest extends UnpackingTest {

    private Layout small() {
        return layout().layer(new TarLayer().file("f", "content").device("null"));
    }

    @Test
    void imageIsUnpackedOnce() throws IOException {
        try (OciImage image = image(small())) {
            UnpackedImages images = new UnpackedImages(cache(), LIMITS);
            Path root;
            try (UnpackedImage first = images.open(image)) {
                assertThat(first.isFresh()).isTrue();
                root = first.root();
            }
            long before = image.bytesFetched();
            try (UnpackedImage second = images.open(image);
                    UnpackedImage third = images.open(image)) {
                assertThat(second.isFresh()).isFalse();
                assertThat(second.root()).isEqualTo(root).isEqualTo(third.root());
                assertThat(second.losses().kinds().keySet())
                        .isEqualTo(third.losses().kinds().keySet());
                assertThat(root.resolve("f")).hasContent("content");
            }
            assertThat(image.bytesFetched()).isEqualTo(before);
            assertThat(names(root.getParent())).containsExactly("record", "root");
        }
    }

    @Test
    void mediaTypesSayWhichLayersAreUnpackedAndTheContentHow() throws IOException {
        byte[] plain = new TarLayer().file("plain", "1").bytes();
        byte[] gzip = new TarLayer().file("gzip", "2").bytes();
        byte[] zstd = new TarLayer().file("zstd", "3").bytes();
        byte[] mixed = new TarLayer().file("mixed", "4").bytes();
        Layout layout = layout().layer(plain, plain, "application/vnd.docker.image.rootfs.diff.tar")
                .layer(gzip, TarLayer.gzip(gzip), "application/vnd.docker.image.rootfs.diff.tar.gzip")
                .layer(zstd, TarLayer.zstd(zstd), Layout.OCI_LAYER + "+zstd")
                .layer(mixed, TarLayer.zstd(mixed), Layout.OCI_LAYER + "+gzip");
        try (UnpackedImage image = unpack(layout)) {
            assertThat(names(image.root())).containsExactly("gzip", "mixed", "plain", "zstd");
        }
    }

    @Test
    void nobodyElseGetsIn() throws IOException {
        try (UnpackedImage image = unpack(small())) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(image.root().getParent())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void whatAKilledProcessLeftIsRemoved() throws IOException {
        try (OciImage image = image(small())) {
            String hex = image.digest().hex();
            Path left = cache().resolve("images/.new-" + hex + "-1");
            Files.createDirectories(left.resolve("root/dir"));
            Files.writeString(left.resolve("making"), "");
            Files.createDirectories(cache().resolve("images/.old-2/root"));
            try (UnpackedImage unpacked = new UnpackedImages(cache(), LIMITS).open(image)) {
                assertThat(unpacked.isFresh()).isTrue();
            }
            assertThat(kept()).containsExactly(hex, "lock");
        }
    }

    @Test
    void twoAtOnceGetTheSame() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (OciImage image = image(small())) {
            UnpackedImages images = new UnpackedImages(cache(), LIMITS);
            Future<UnpackedImage> one = threads.submit(() -> images.open(image));
            Future<UnpackedImage> two = threads.submit(() -> images.open(image));
            try (UnpackedImage first = one.get();
                    UnpackedImage second = two.get()) {
                assertThat(first.root()).isEqualTo(second.root());
                assertThat(first.isFresh()).isNotEqualTo(second.isFresh());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void imageInUseIsNotCleared() throws IOException {
        try (UnpackedImage image = unpack(small())) {
            ClearedCache cleared = new CacheCatalog(new CacheLayout(cache())).clear();
            assertThat(cleared).isEqualTo(new ClearedCache(0, 0, 0, 1, 0));
            assertThat(image.root().resolve("f")).hasContent("content");
        }
    }

    @Test
    void catalogListsAndClearsImagesThatNobodyUses() throws IOException {
        unpack(small()).close();
        CacheCatalog catalog = new CacheCatalog(new CacheLayout(cache()));
        assertThat(catalog.images()).hasSize(1);
        assertThat(catalog.images()).extracting(CachedImage::bytes).allMatch(bytes -> bytes >= "content".length());
        ClearedCache cleared = catalog.clear();
        assertThat(cleared.images()).isEqualTo(1);
        assertThat(cleared.imagesInUse()).isZero();
        assertThat(catalog.images()).isEmpty();
        assertThat(kept()).containsExactly("lock");
    }
}
