package dev.nydusview.rafs;

import dev.nydusview.rafs.blob.InlineBootstrap;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;

/** Opens golden images, wherever their bootstrap is. */
public final class GoldenReader {
    private GoldenReader() {}

    public static RafsImage open(GoldenImage golden) throws IOException {
        if (!golden.isInline()) {
            return RafsImage.open(ByteBuffer.wrap(Files.readAllBytes(golden.bootstrap())));
        }
        String blobId = golden.bootstrap().getFileName().toString();
        return RafsImage.open(InlineBootstrap.read(new DirectoryBlobs(golden.blobs()), blobId))
                .withBootstrapBlob(blobId);
    }
}
