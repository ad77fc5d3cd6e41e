/** Images as read-only file systems of {@link java.nio.file}, with {@code nydus:} URIs. */
@NullMarked
package dev.nydusview.image.nio;

import org.jspecify.annotations.NullMarked;
