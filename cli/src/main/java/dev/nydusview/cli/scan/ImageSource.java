package dev.nydusview.cli.scan;

import dev.nydusview.cli.Environment;
import dev.nydusview.cli.options.ImageOptions;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.cli.scan.ScanOptions.Fallback;
import dev.nydusview.registry.NotNydusException;
import java.io.IOException;

/** Opens images, lazily if they can be read so. */
final class ImageSource {
    private final Environment environment;
    private final ImageOptions images;
    private final Fallback fallback;
    private final OutputOptions output;

    ImageSource(Environment environment, ImageOptions images, Fallback fallback, OutputOptions output) {
        this.environment = environment;
        this.images = images;
        this.fallback = fallback;
        this.output = output;
    }

    OpenedImage open(String reference) throws IOException {
        try {
            return OpenedImage.lazy(images.open(reference, environment, output));
        } catch (NotNydusException e) {
            if (fallback == Fallback.FAIL) {
                throw new NotNydusException(
                        e.getMessage() + "; or have it unpacked and scanned as it is with --fallback pull");
            }
            throw e;
        }
    }
}
