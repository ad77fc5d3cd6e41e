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

/** Options for how the documents of an image are reached. */
public final class DocumentOptions {
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

    DocumentOptions(TwinPolicy.Mode usualTwin, RequestTimeout timeout, RetryTime retryTime) {
        this.usualTwin = usualTwin;
        this.timeout = timeout;
        this.retryTime = retryTime;
    }

    /** Returns options of commands that read documents of images of any kind. */
    public static DocumentOptions ofReaders() {
        return new DocumentOptions(TwinPolicy.Mode.ANY, new RequestTimeout.Plain(), new RetryTime.OneShot());
    }

    /** The access that these options ask for; reads the password if it is on standard input. */
    public Access access(Environment environment) throws IOException {
        registry.check();
        ImageSelection selection = new ImageSelection(source.platform, source.twins(usualTwin), null, null);
        return new Access(
                selection,
                registry.access(environment, timeout.value(), retryTime.value()),
                !cache.location.disabled,
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
