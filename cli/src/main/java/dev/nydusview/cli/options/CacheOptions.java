package dev.nydusview.cli.options;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for the place of the disk cache, if there is one. */
@HelpGroup(value = "Cache", common = true)
final class CacheOptions {
    @Mixin
    CacheLocation location = new CacheLocation();

    @Option(
            names = "--offline",
            fallbackValue = "true",
            description = "Ask no registry: read images from the cache, by digest or by the last known digest of their "
                    + "tag. What is not cached is absent.")
    boolean offline;

    @Option(
            names = "--cache-size",
            paramLabel = "SIZE",
            converter = CacheSizeConverter.class,
            description =
                    "Let data of images take at most SIZE in the cache, at least 64M: what was used least recently "
                            + "is removed (default: a tenth of the space that is free at the cache's first use, at least 2G).")
    @Nullable
    Long size;

    /** The size that is wanted, in bytes; 0 for the default. */
    long size() {
        return size == null ? 0 : size;
    }

    /** The directory that is wanted; null for none. */
    @Nullable
    Path root(Map<String, String> variables) {
        return location.root(variables);
    }
}
