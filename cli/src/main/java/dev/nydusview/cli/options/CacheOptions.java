package dev.nydusview.cli.options;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.registry.cache.CacheLayout;
import dev.nydusview.registry.cache.CacheRoot;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for the place where bootstraps and chunks are kept between runs, if at all. */
@HelpGroup("Cache")
public final class CacheOptions {
    @Mixin
    CacheDirectory directory = new CacheDirectory();

    @Option(names = "--no-cache", fallbackValue = "true", description = "Keep nothing on disk, use nothing kept there.")
    boolean disabled;

    private @Nullable Path root;
    private boolean decided;

    /** The directory to use; null for none. Says so, once, if it is not one that can be used. */
    synchronized @Nullable Path root(Environment environment) {
        if (!decided && !disabled) {
            CacheLayout layout = directory.layout(environment.variables());
            Optional<String> objection = CacheRoot.prepare(layout);
            root = objection.isEmpty() ? layout.root() : null;
            objection.ifPresent(reason ->
                    environment.say("no cache is used: " + reason + "; name another directory with --cache-dir"));
        }
        decided = true;
        return root;
    }

    /** True if the user wants none. */
    boolean disabled() {
        return disabled;
    }
}
