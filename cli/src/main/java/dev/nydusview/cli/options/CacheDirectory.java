package dev.nydusview.cli.options;

import dev.nydusview.chunkstore.cache.CacheLayout;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The place of the cache. */
@HelpGroup(value = "Cache", common = true)
public final class CacheDirectory {
    @Option(
            names = "--cache-dir",
            paramLabel = "DIR",
            description = "Cache directory (default: $XDG_CACHE_HOME/nydusview or ~/.cache/nydusview).")
    @Nullable
    Path directory;

    public CacheLayout layout(Map<String, String> variables) {
        return new CacheLayout(directory == null ? CacheLayout.defaultRoot(variables) : directory.toAbsolutePath());
    }
}
