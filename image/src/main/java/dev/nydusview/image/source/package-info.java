/**
 * Opens sources by the names that users give: {@link ImageResolver} turns one into a {@link ResolvedImage} or a {@link
 * ResolvedPlainImage}. Used by {@code image} and {@code image.oci}.
 */
@NullMarked
package dev.nydusview.image.source;

import org.jspecify.annotations.NullMarked;
