package dev.nydusview.image.cache;

import java.time.Instant;

/**
 * An archive of classes that the launcher keeps in the cache for the JVM to start faster.
 *
 * @param name of its file, such as {@code classes-17.0.9.jsa}
 * @param bytes of the file
 * @param lastUsed when it was made: the JVM that maps it leaves no trace
 */
public record CachedArchive(String name, long bytes, Instant lastUsed) {}
