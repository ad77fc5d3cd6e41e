package dev.nydusview.image.source;

import static dev.nydusview.image.sample.SampleImage.gzip;
import static dev.nydusview.image.sample.SampleImage.layer;
import static dev.nydusview.image.sample.SampleImage.manifest;
import static dev.nydusview.image.sample.SampleImage.tar;
import static dev.nydusview.image.source.Outcome.bytes;
import static dev.nydusview.image.source.Outcome.resolve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;
import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.image.sample.SampleAccess;
import dev.nydusview.image.sample.SampleImage;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.http.Intercept;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BootstrapFetchTest {
    private final SampleImage image = new SampleImage(1);

    @TempDir
    Path cache;

    private ResolvedImage open(byte[] layer, Intercept filter, @Nullable Path root) throws IOException {
        try (LayoutRegistry registry = LayoutRegistry.start("app", filter)) {
            Descriptor descriptor = registry.addBlob(SampleImage.LAYER, layer);
            registry.addManifest(
                    "v6", MediaTypes.OCI_MANIFEST, manifest(layer(descriptor, SampleImage.bootstrapAnnotations("6"))));
            return resolve(registry.reference("v6"), SampleAccess.plain(), root);
        }
    }

    private ResolvedImage open(byte[] layer) throws IOException {
        return open(layer, Intercept.recording(), null);
    }

    private void assertCorrupt(byte[] layer, String fault) {
        String digest = Sha256.of(layer).toString();
        assertThatThrownBy(() -> open(layer))
                .isInstanceOf(CorruptDataException.class)
                .hasMessage("corrupt bootstrap layer: " + digest + fault);
    }

    @Test
    void layerMayBeGzipZstdOrPlain() throws IOException {
        for (byte[] layer : List.of(gzip(image.tar()), Zstd.compress(image.tar()), image.tar())) {
            assertThat(bytes(open(layer).bootstrap())).isEqualTo(image.boot());
        }
    }

    @Test
    void namesMayHaveTheirOlderForms() throws IOException {
        assertThat(bytes(open(gzip(tar(Map.of("image.boot", image.boot())))).bootstrap()))
                .isEqualTo(image.boot());
        assertThat(bytes(open(gzip(tar(Map.of("./image/image.boot", image.boot()))))
                        .bootstrap()))
                .isEqualTo(image.boot());
    }

    @Test
    void onlyWantedFilesAreUnpacked() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("image/../../escape", new byte[10]);
        entries.put("image/" + "g".repeat(64) + ".blob.meta", new byte[10]);
        entries.put("image/image.boot", image.boot());
        entries.put("image/backend.json", new byte[10]);
        ResolvedImage resolved = open(gzip(tar(entries)), Intercept.recording(), cache);

        assertThat(resolved.blobMetas()).isEmpty();
        try (Stream<Path> files = Files.walk(cache)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString())
                            .filter(name -> !Sha256.isHex(name))) // manifests and names
                    .containsExactlyInAnyOrder("image.boot", "layer", "record");
        }
    }

    @Test
    void layerWithoutABootstrapIsCorrupt() {
        assertCorrupt(gzip(tar(Map.of("etc/passwd", new byte[1]))), ": it does not hold image/image.boot");
    }

    @Test
    void secondBootstrapIsCorrupt() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("image/image.boot", image.boot());
        entries.put("./image/image.boot", new byte[10]);
        assertCorrupt(gzip(tar(entries)), ": it holds image.boot twice");
    }

    @Test
    void garbageIsCorrupt() {
        byte[] layer = gzip(image.tar());
        Arrays.fill(layer, 100, 200, (byte) 0);
        String digest = Sha256.of(layer).toString();
        assertThatThrownBy(() -> open(layer))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageStartingWith("corrupt bootstrap layer: " + digest + ": ");
    }

    @Test
    void flippedByteIsToldByTheDigest() {
        byte[] layer = gzip(image.tar());
        byte[] flipped = layer.clone();
        flipped[layer.length / 2] ^= 1;
        Intercept filter = blobs(exchange -> Intercept.respond(exchange, 200, flipped));
        assertThatThrownBy(() -> open(layer, filter, null))
                .isInstanceOf(CorruptDataException.class)
                .hasMessage("corrupt bootstrap layer: " + Sha256.of(layer) + " has the digest " + Sha256.of(flipped));
    }

    @Test
    void longerAndShorterLayersAreCorrupt() {
        byte[] layer = gzip(image.tar());
        String digest = Sha256.of(layer).toString();
        Intercept longer = blobs(exchange -> Intercept.respond(exchange, 200, Arrays.copyOf(layer, layer.length + 1)));
        assertThatThrownBy(() -> open(layer, longer, null))
                .hasMessage("corrupt bootstrap layer: " + digest + " is longer than the " + layer.length
                        + " bytes in its descriptor");
        Intercept shorter = blobs(exchange -> Intercept.respond(exchange, 200, Arrays.copyOf(layer, 500)));
        assertThatThrownBy(() -> open(layer, shorter, null))
                .hasMessage("corrupt bootstrap layer: " + digest + " ends after 500 of the " + layer.length
                        + " bytes in its descriptor");
    }

    @Test
    void brokenConnectionIsRepeatedAndThenRemote() throws IOException {
        byte[] layer = gzip(image.tar());
        byte[] part = Arrays.copyOf(layer, 500);
        Intercept always = blobs(exchange -> Intercept.breakOff(exchange, 200, layer.length, part));
        assertThatThrownBy(() -> open(layer, always, null))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("/v2/app/blobs/sha256:")
                .hasMessageContaining(": after 500 bytes: the connection failed: ")
                .hasMessageMatching(".* \\(\\d attempts in [12]\\.\\d s\\)");
        int[] requests = {0};
        Intercept once = blobs(exchange -> requests[0]++ == 0 && Intercept.breakOff(exchange, 200, layer.length, part));
        assertThat(bytes(open(layer, once, null).bootstrap())).isEqualTo(image.boot());
    }

    private static Intercept blobs(Intercept.Rule rule) {
        return new Intercept(
                exchange -> exchange.getRequestURI().getPath().contains("/blobs/") && rule.answer(exchange));
    }

    @Test
    void cachedLayerIsNotFetchedAgain() throws IOException {
        open(gzip(image.tar()), Intercept.recording(), cache).close();
        Intercept second = Intercept.recording();

        ResolvedImage again = open(gzip(image.tar()), second, cache);

        assertThat(bytes(again.bootstrap())).isEqualTo(image.boot());
        assertThat(bytes(again.blobMetas().get(image.blobId()))).isEqualTo(image.meta());
        assertThat(second.seen()).extracting(Intercept.Seen::uri).containsExactly("/v2/app/manifests/v6");
    }

    @Test
    void damagedCacheIsReplaced() throws IOException {
        Path kept = new CacheLayout(cache).bootstrap(Sha256.of(gzip(image.tar())));
        byte[] damaged = image.boot();
        damaged[1000] ^= 1;
        for (byte[] content : List.of(damaged, new byte[0], Arrays.copyOf(image.boot(), 6000))) {
            open(gzip(image.tar()), Intercept.recording(), cache).close();
            Files.write(kept.resolve("image.boot"), content);
            assertThat(bytes(open(gzip(image.tar()), Intercept.recording(), cache)
                            .bootstrap()))
                    .isEqualTo(image.boot());
            assertThat(kept.resolve("image.boot")).hasBinaryContent(image.boot());
        }
        Files.delete(kept.resolve("record"));
        assertThat(bytes(open(gzip(image.tar()), Intercept.recording(), cache).bootstrap()))
                .isEqualTo(image.boot());
        try (Stream<Path> left = Files.list(kept.getParent())) {
            assertThat(left).containsExactly(kept);
        }
    }

    private Path kept() {
        return new CacheLayout(cache).bootstrap(Sha256.of(gzip(image.tar())));
    }

    private byte[] openCached() throws IOException {
        return bytes(open(gzip(image.tar()), Intercept.recording(), cache).bootstrap());
    }

    private static String hex(byte[] content) {
        return Sha256.of(content).hex();
    }

    @Test
    void forgedBootstrapIsFoundEvenWithARecordOfItsOwn() throws IOException {
        byte[] forged = new SampleImage(2).boot();
        openCached();
        for (byte[] layer : List.of(gzip(tar(Map.of("image/image.boot", forged))), gzip(image.tar()), new byte[0])) {
            Files.write(kept().resolve("image.boot"), forged);
            Files.writeString(kept().resolve("record"), hex(forged) + " " + forged.length + " image.boot\nend\n");
            Files.write(kept().resolve("layer"), layer);
            assertThat(openCached()).isEqualTo(image.boot());
            assertThat(kept().resolve("image.boot")).hasBinaryContent(image.boot());
        }
        Files.write(kept().resolve("image.boot"), forged);
        Files.writeString(kept().resolve("record"), hex(forged) + " " + forged.length + " image.boot\nend\n");
        Files.delete(kept().resolve("layer"));
        assertThat(openCached()).isEqualTo(image.boot());
    }

    /** Layers in every compression can be compared again. */
    @Test
    void layersOfAnyFormAreKept() throws IOException {
        byte[] tar = image.tar();
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.write(gzip(Arrays.copyOf(tar, 700)));
        members.write(gzip(Arrays.copyOfRange(tar, 700, tar.length)));
        for (byte[] layer : List.of(members.toByteArray(), Zstd.compress(tar), tar)) {
            open(layer, Intercept.recording(), cache).close();
            Intercept second = Intercept.recording();
            assertThat(bytes(open(layer, second, cache).bootstrap())).isEqualTo(image.boot());
            assertThat(second.seen()).hasSize(1);
        }
    }

    @Test
    void forgedChunkIndexIsFound() throws IOException {
        openCached();
        byte[] meta = image.meta().clone();
        meta[meta.length - 1] ^= 1;
        Path file = kept().resolve(image.blobId() + ".blob.meta");
        Files.write(file, meta);
        String record = Files.readString(kept().resolve("record"));
        Files.writeString(kept().resolve("record"), record.replace(hex(image.meta()), hex(meta)));
        openCached();
        assertThat(file).hasBinaryContent(image.meta());

        Files.writeString(
                kept().resolve("record"), record.replaceAll("(?m)^.*blob\\.meta\n", "")); // a file is left out
        openCached();
        assertThat(kept().resolve("record")).hasContent(record);
    }

    /** A file that others may write could change after it was compared. */
    @Test
    void filesThatOthersMayWriteAreReplaced() throws IOException {
        openCached();
        Path boot = kept().resolve("image.boot");
        Files.setPosixFilePermissions(boot, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(openCached()).isEqualTo(image.boot());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(boot)))
                .isEqualTo("rw-------");

        Path elsewhere = cache.resolve("elsewhere");
        Files.move(boot, elsewhere);
        Files.createSymbolicLink(boot, elsewhere);
        assertThat(openCached()).isEqualTo(image.boot());
        assertThat(Files.isSymbolicLink(boot)).isFalse();
    }

    @Test
    void aDirectoryThatOthersMayWriteIsNotUsed() throws IOException {
        openCached();
        Files.setPosixFilePermissions(kept().getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        Intercept second = Intercept.recording();
        ResolvedImage again = open(gzip(image.tar()), second, cache);
        assertThat(bytes(again.bootstrap())).isEqualTo(image.boot());
        assertThat(second.seen()).hasSize(2);
    }

    @Test
    void failedFetchLeavesNothingBehind() throws IOException {
        byte[] layer = gzip(tar(Map.of("etc/passwd", new byte[1])));
        assertThatThrownBy(() -> open(layer, Intercept.recording(), cache)).isInstanceOf(CorruptDataException.class);
        try (Stream<Path> left = Files.list(cache.resolve("bootstraps"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void manyOpenersShareOneCache() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<byte[]> opener = () ->
                    bytes(open(gzip(image.tar()), Intercept.recording(), cache).bootstrap());
            for (Future<byte[]> opened : threads.invokeAll(List.of(opener, opener, opener, opener))) {
                assertThat(opened.get()).isEqualTo(image.boot());
            }
        } finally {
            threads.shutdownNow();
        }
        try (Stream<Path> left = Files.list(cache.resolve("bootstraps"))) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void unusableCacheIsNoObstacle() throws IOException {
        Path file = Files.createFile(cache.resolve("file"));
        ResolvedImage resolved = open(gzip(image.tar()), Intercept.recording(), file);
        assertThat(bytes(resolved.bootstrap())).isEqualTo(image.boot());
    }
}
