package dev.nydusview.jobs.image;

import dev.nydusview.base.Quantity;
import dev.nydusview.image.manifest.NotNydusException;
import dev.nydusview.image.oci.OciImage;
import dev.nydusview.image.oci.UnpackedImage;
import dev.nydusview.image.oci.UnpackedImages;
import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.rootfs.ImageLimits;
import java.io.IOException;
import java.nio.file.Path;

/** Opens images to be scanned: lazily if they can be read so, else pulled and unpacked if that is wanted. */
public final class ImageSource {
    private static final long MAX_ENTRIES = 10_000_000;

    private final Console console;
    private final ImageOpener images;
    private final PullSettings pull;

    public ImageSource(JobContext context, PullSettings pull) {
        this(context.console(), context.images(), pull);
    }

    private ImageSource(Console console, ImageOpener images, PullSettings pull) {
        this.console = console;
        this.images = images;
        this.pull = pull;
    }

    /** The same for images that {@code others} opens. */
    public ImageSource with(ImageOpener others) {
        return new ImageSource(console, others, pull);
    }

    public OpenedImage open(String reference) throws IOException {
        try {
            return OpenedImage.lazy(images.open(reference));
        } catch (NotNydusException e) {
            if (!pull.pulls()) {
                throw new NotNydusException(e.getMessage() + "; --plain=pull unpacks and scans it");
            }
            return pull(reference);
        }
    }

    private OpenedImage pull(String reference) throws IOException {
        Path cache = images.cacheRoot();
        if (cache == null) {
            throw images.access().cached()
                    ? new CommandException(
                            ExitCode.FAILURE, "--plain=pull unpacks into the cache, but no cache can be used")
                    : new CommandException(
                            ExitCode.USAGE, "--plain=pull unpacks into the cache: it contradicts --no-cache");
        }
        OciImage image = images.openPlain(reference);
        try {
            ImageLimits limits = new ImageLimits(
                    pull.maxBytes(), MAX_ENTRIES, "allow more with --max-pull", "allow more with --max-pull");
            UnpackedImage unpacked = new UnpackedImages(cache, limits).open(image);
            unpacked.changed()
                    .ifPresent(why -> console.say("the unpacked copy of " + image.name() + " in the cache was changed ("
                            + why + "): discarded and unpacked again"));
            if (!console.quiet()) {
                describe(image, unpacked);
            }
            return OpenedImage.unpacked(image, unpacked);
        } catch (IOException | RuntimeException e) {
            image.close();
            throw e;
        }
    }

    private void describe(OciImage image, UnpackedImage unpacked) {
        console.say(image.name() + " is a plain OCI image: "
                + (unpacked.isFresh()
                        ? "pulled " + Quantity.bytes(image.bytesFetched()) + " and unpacked"
                        : "already unpacked in the cache"));
        unpacked.losses()
                .kinds()
                .forEach((what, loss) -> console.say(
                        Quantity.of(loss.files(), "file") + " not as in the image: " + OpenedImage.described(what)));
    }
}
