package dev.nydusview.cli.options;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.image.access.Access;
import dev.nydusview.image.access.ImageSelection;
import dev.nydusview.image.access.TwinPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** Options for how an image is reached. */
public final class ImageOptions {
    @Mixin
    SourceOptions source = new SourceOptions();

    @Mixin
    RegistryOptions registry = new RegistryOptions();

    @Mixin
    CacheOptions cache = new CacheOptions();

    @Mixin
    RequestTimeout timeout;

    @Mixin
    RetryTime retryTime;

    private final TwinPolicy.Mode usualTwin;

    private ImageOptions(TwinPolicy.Mode usualTwin, RequestTimeout timeout, RetryTime retryTime) {
        this.usualTwin = usualTwin;
        this.timeout = timeout;
        this.retryTime = retryTime;
    }

    /** Returns options of commands that read images of any kind. */
    public static ImageOptions ofReaders() {
        return new ImageOptions(TwinPolicy.Mode.ANY, new RequestTimeout.Plain(), new RetryTime.OneShot());
    }

    /** Returns options of commands that show images of any kind to other programs. */
    public static ImageOptions ofMounts() {
        return new ImageOptions(TwinPolicy.Mode.ANY, new RequestTimeout.Plain(), new RetryTime.Lasting());
    }

    /** Returns options of commands that judge images, which read twins only on request. */
    public static ImageOptions ofScans() {
        return new ImageOptions(TwinPolicy.Mode.NEVER, new RequestTimeout.BesideScan(), new RetryTime.Lasting());
    }

    /** Returns options of commands that judge images while a user waits: what cannot be read is told before that ends. */
    public static ImageOptions ofJudgements() {
        return new ImageOptions(TwinPolicy.Mode.NEVER, new RequestTimeout.BesideScan(), new RetryTime.OneShot());
    }

    /** The access that these options ask for; reads the password if it is on standard input. */
    public Access access(Environment environment) throws IOException {
        registry.check();
        ImageSelection selection =
                new ImageSelection(source.platform, source.twins(usualTwin), source.backend(), source.blobDirectory);
        return new Access(
                selection,
                registry.access(environment, timeout.value(), retryTime.value()),
                !cache.disabled,
                cache.offline);
    }

    /** Root of the disk cache that is wanted; null for none. */
    public @Nullable Path cacheRoot(Map<String, String> variables) {
        return cache.root(variables);
    }

    /** Bytes that chunks of blobs may take in the cache; 0 for the default. */
    public long cacheSize() {
        return cache.size();
    }

    /** Returns {@code user:password} from the options; null for none. */
    public @Nullable String credentials(Environment environment) throws IOException {
        return registry.credentials(environment);
    }
}
