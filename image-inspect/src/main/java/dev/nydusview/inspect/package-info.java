/**
 * Entries of an image: {@link PathResolver} finds one by its path, and {@link Attributes} formats what users read of
 * it. Used by {@code inspect.diff}, {@code inspect.find}, {@code inspect.metadata}, {@code inspect.report} and {@code
 * inspect.tree}.
 */
@NullMarked
package dev.nydusview.inspect;

import org.jspecify.annotations.NullMarked;
