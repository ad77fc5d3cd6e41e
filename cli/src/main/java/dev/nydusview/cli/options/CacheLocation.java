package dev.nydusview.cli.options;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The place of the cache, if one is wanted. */
@HelpGroup(value = "Cache", common = true)
public final class CacheLocation {
    @Mixin
    CacheDirectory directory = new CacheDirectory();

    @Option(names = "--no-cache", fallbackValue = "true", description = "Do not use a cache on disk.")
    boolean disabled;

    /** The directory that is wanted; null for none. */
    public @Nullable Path root(Map<String, String> variables) {
        return disabled ? null : directory.layout(variables).root();
    }
}
