package dev.nydusview.fuzz;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.InlineBootstrap;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A blob that carries its bootstrap, with a table of contents or without. */
final class InlineBlobTarget implements Target {
    private static final String BLOB = "0".repeat(64);
    /** Bytes of a tar header. */
    private static final int HEADER = 512;

    @Override
    public List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(Files.readAllBytes(GoldenImage.of("v6-zran-inline").bootstrap()));
        seeds.add(new byte[HEADER]);
        return seeds;
    }

    @Override
    public void run(byte[] input) throws IOException {
        MemoryBlobs blobs = new MemoryBlobs(Map.of(BLOB, ByteBuffer.wrap(input)));
        ByteBuffer bootstrap = InlineBootstrap.read(blobs, BLOB);
        ImageProbe.walk(RafsImage.open(bootstrap).withBootstrapBlob(BLOB), bootstrap.limit());
    }
}
