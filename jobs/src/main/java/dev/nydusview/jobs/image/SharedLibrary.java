package dev.nydusview.jobs.image;

import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.chunkstore.cache.CacheRoot;
import dev.nydusview.image.ImageLibrary;
import dev.nydusview.image.access.LibrarySettings;
import dev.nydusview.jobs.Console;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one library of a process, opened when it is first asked for. */
public final class SharedLibrary implements Closeable {
    private @Nullable ImageLibrary library;

    /**
     * Opens the library, unless it is open already. If the cache cannot be used, it reports that and continues without
     * a cache.
     *
     * @param cache root of the disk cache; null for none
     */
    public ImageLibrary open(Console console, @Nullable Path cache) {
        return open(console, cache, 0);
    }

    /** As {@link #open(Console, Path)}, with a cache of {@code size} bytes; 0 for the default. */
    public synchronized ImageLibrary open(Console console, @Nullable Path cache, long size) {
        if (library == null) {
            library = ImageLibrary.open(new LibrarySettings(cache == null ? null : usable(console, cache), size));
        }
        return library;
    }

    private static @Nullable Path usable(Console console, Path root) {
        Optional<String> objection = CacheRoot.prepare(new CacheLayout(root));
        objection.ifPresent(reason ->
                console.say("the cache is not used: " + reason + "; choose another directory with --cache-dir"));
        return objection.isEmpty() ? root : null;
    }

    @Override
    public synchronized void close() {
        if (library != null) {
            library.close();
            library = null;
        }
    }
}
