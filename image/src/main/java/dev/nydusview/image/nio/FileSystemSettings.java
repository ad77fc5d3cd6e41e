package dev.nydusview.image.nio;

import dev.nydusview.image.ImageLibrary;
import dev.nydusview.image.access.Access;
import dev.nydusview.image.access.LibrarySettings;
import dev.nydusview.image.access.TwinPolicy;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a file system.
 *
 * @param library that the image is opened through, and which stays open; null for one of its own
 * @param cache root of the disk cache of a library of its own; null for none
 */
record FileSystemSettings(@Nullable ImageLibrary library, @Nullable Path cache, Access access) {
    private static final String LIBRARY = "library";
    private static final String ACCESS = "access";
    private static final String CACHE = "cache";
    private static final String PLATFORM = "platform";
    private static final String TWINS = "twins";
    private static final String BLOBS = "blobs";
    private static final Set<String> KEYS = Set.of(LIBRARY, ACCESS, CACHE, PLATFORM, TWINS, BLOBS);

    /**
     * Reads the map that {@link NydusFileSystemProvider} describes.
     *
     * @throws IllegalArgumentException if a key is unknown, or its value of another type
     */
    static FileSystemSettings of(Map<String, ?> environment) {
        for (String key : environment.keySet()) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException("unknown setting \"" + key + "\"");
            }
        }
        ImageLibrary library = value(environment, LIBRARY, ImageLibrary.class);
        Path cache = path(environment, CACHE);
        if (library != null && cache != null) {
            throw new IllegalArgumentException("the library has a cache of its own: leave out \"" + CACHE + "\"");
        }
        Access given = value(environment, ACCESS, Access.class);
        Access access = given == null ? Access.of(System.getenv()).withTwins(TwinPolicy.NEVER) : given;
        String platform = value(environment, PLATFORM, String.class);
        TwinPolicy twins = value(environment, TWINS, TwinPolicy.class);
        Path blobs = path(environment, BLOBS);
        access = platform == null ? access : access.withPlatform(platform);
        access = twins == null ? access : access.withTwins(twins);
        return new FileSystemSettings(library, cache, blobs == null ? access : access.withBlobDirectory(blobs));
    }

    LibrarySettings own() {
        return new LibrarySettings(cache);
    }

    private static @Nullable Path path(Map<String, ?> environment, String key) {
        return environment.get(key) instanceof String text ? Path.of(text) : value(environment, key, Path.class);
    }

    private static <T> @Nullable T value(Map<String, ?> environment, String key, Class<T> type) {
        Object value = environment.get(key);
        if (value != null && !type.isInstance(value)) {
            throw new IllegalArgumentException("the setting \"" + key + "\" is not a " + type.getSimpleName());
        }
        return type.cast(value);
    }
}
