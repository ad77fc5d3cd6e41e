/**
 * Settings for opening images: {@link Access} for one image, with its selection, credentials and transport, and {@link
 * LibrarySettings} for the library.
 * Used by {@code image}, {@code image.manifest}, {@code image.nio} and {@code image.source}.
 */
@NullMarked
package dev.nydusview.image.access;

import org.jspecify.annotations.NullMarked;
