/**
 * Paths in an image: {@link ImagePath} parses text, {@link EntryPath} is the place of an entry, and {@link
 * LinkFollower} follows symbolic links. Used by {@code rafs.walk}.
 */
@NullMarked
package dev.nydusview.rafs.path;

import org.jspecify.annotations.NullMarked;
