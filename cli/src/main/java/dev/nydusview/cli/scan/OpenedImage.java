package dev.nydusview.cli.scan;

import dev.nydusview.registry.FetchStats;
import dev.nydusview.registry.NydusImage;
import dev.nydusview.scan.LazyContents;
import dev.nydusview.scan.ScanImage;
import dev.nydusview.scan.receipt.Receipt.TransferEntry;
import java.io.Closeable;
import java.io.IOException;

/** An image as scans see it, and what is to be closed after them. */
record OpenedImage(ScanImage scan, Closeable source) implements Closeable {
    static OpenedImage lazy(NydusImage image) throws IOException {
        ScanImage scan = new ScanImage(
                image.name(),
                image.bootstrapDigest(),
                image.stats().imageBytes(),
                new LazyContents(image.rafs(), image.files(), image.chunks(), image.locator()),
                null,
                () -> image.configuration().orElse(null),
                () -> transfer(image.stats()));
        return new OpenedImage(scan, image);
    }

    private static TransferEntry transfer(FetchStats stats) {
        return new TransferEntry(stats.metadataBytes(), stats.blobBytes(), stats.blobRequests());
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
