package dev.nydusview.jobs.extract;

import dev.nydusview.base.Quantity;
import dev.nydusview.image.NydusImage;
import dev.nydusview.jobs.Progress;
import dev.nydusview.rootfs.extract.Extraction;
import java.io.IOException;
import java.util.function.Supplier;

/** Progress of an extraction, by bytes; all that there are to write are summed up when it is first asked for. */
final class ExtractionProgress implements Supplier<Progress> {
    private final Extraction extraction;
    private final NydusImage image;
    private long size = -1;

    ExtractionProgress(Extraction extraction, NydusImage image) {
        this.extraction = extraction;
        this.image = image;
    }

    @Override
    public synchronized Progress get() {
        if (size < 0) {
            size = size();
        }
        return Progress.of("extracting", image.name())
                .bytes(extraction.progress().bytes(), size)
                .with(Quantity.bytes(image.stats().blobBytes()) + " fetched");
    }

    /** Returns 0, which stands for an unknown size, if the tree is damaged: the extraction itself reports that. */
    private long size() {
        try {
            return extraction.size();
        } catch (IOException e) {
            return 0;
        }
    }
}
