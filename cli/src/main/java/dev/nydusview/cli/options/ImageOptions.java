package dev.nydusview.cli.options;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.image.access.Access;
import dev.nydusview.image.access.TwinPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** Options for how an image is reached. */
public final class ImageOptions {
    @Mixin
    DocumentOptions documents;

    @Mixin
    BlobOptions blobs;

    private ImageOptions(DocumentOptions documents, BlobOptions blobs) {
        this.documents = documents;
        this.blobs = blobs;
    }

    private static ImageOptions ofAnySource(TwinPolicy.Mode twin, RequestTimeout timeout, RetryTime retryTime) {
        return new ImageOptions(new DocumentOptions(twin, timeout, retryTime), new BlobOptions.OfAnySource());
    }

    /** Returns options of commands that read images of any kind. */
    public static ImageOptions ofReaders() {
        return ofAnySource(TwinPolicy.Mode.ANY, new RequestTimeout.Plain(), new RetryTime.OneShot());
    }

    /** Returns options of commands that show images of any kind to other programs. */
    public static ImageOptions ofMounts() {
        return ofAnySource(TwinPolicy.Mode.ANY, new RequestTimeout.Plain(), new RetryTime.Lasting());
    }

    /** Returns options of commands that judge images, which read twins only on request. */
    public static ImageOptions ofScans() {
        return ofAnySource(TwinPolicy.Mode.NEVER, new RequestTimeout.BesideScan(), new RetryTime.Lasting());
    }

    /**
     * Returns options of commands that judge images of registries while a user waits: what cannot be read is told before
     * that ends.
     */
    public static ImageOptions ofJudgements() {
        return new ImageOptions(
                new DocumentOptions(TwinPolicy.Mode.NEVER, new RequestTimeout.BesideScan(), new RetryTime.OneShot()),
                new BlobOptions());
    }

    /** The access that these options ask for; reads the password if it is on standard input. */
    public Access access(Environment environment) throws IOException {
        return documents.access(environment).withBackend(blobs.backend()).withBlobDirectory(blobs.directory());
    }

    /** Root of the disk cache that is wanted; null for none. */
    public @Nullable Path cacheRoot(Map<String, String> variables) {
        return documents.cacheRoot(variables);
    }

    /** Bytes that chunks of blobs may take in the cache; 0 for the default. */
    public long cacheSize() {
        return documents.cacheSize();
    }

    /** Returns {@code user:password} from the options; null for none. */
    public @Nullable String credentials(Environment environment) throws IOException {
        return documents.credentials(environment);
    }
}
