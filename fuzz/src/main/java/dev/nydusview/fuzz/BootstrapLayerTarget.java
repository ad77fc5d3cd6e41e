package dev.nydusview.fuzz;

import dev.nydusview.base.Sha256;
import dev.nydusview.image.bootstrap.BootstrapStore;
import dev.nydusview.image.bootstrap.UnpackedBootstrap;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ImageContents;
import dev.nydusview.registry.manifest.ReferrerList;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A bootstrap layer with the digest that was promised: a tar, compressed or not. */
final class BootstrapLayerTarget implements Target {
    @Override
    public List<byte[]> seeds() throws IOException {
        byte[] tar = tar();
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(tar);
        }
        return List.of(tar, gzip.toByteArray());
    }

    private static byte[] tar() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, 512)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            put(tar, "image/image.boot", "SFAR");
            put(tar, "image/" + "0123456789abcdef".repeat(4) + ".blob.meta", "meta");
            put(tar, "long/".repeat(30), "");
        }
        return bytes.toByteArray();
    }

    private static void put(TarArchiveOutputStream tar, String name, String content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    @Override
    public void run(byte[] input) throws IOException {
        Descriptor layer = Descriptor.of("", Sha256.of(input), input.length);
        UnpackedBootstrap unpacked = new BootstrapStore(null).open(layer, new Contents(input));
        unpacked.blobMetas()
                .keySet()
                .forEach(name -> ImageProbe.check(name.matches("[0-9a-f]{64}"), "a file of another name"));
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Contents(byte[] layer) implements ImageContents {
        @Override
        public String name() {
            return "registry.example/app:1";
        }

        @Override
        public byte[] root() throws IOException {
            throw new NotFoundException("no manifest");
        }

        @Override
        public <T> T manifest(Descriptor descriptor, Reader<T> reader) throws IOException {
            throw new NotFoundException("no manifest");
        }

        @Override
        public <T> T layer(Descriptor descriptor, Reader<T> reader) throws IOException {
            return reader.read(new ByteArrayInputStream(layer));
        }

        @Override
        public List<ReferrerList> referrers(String digest) {
            return List.of();
        }
    }
}
