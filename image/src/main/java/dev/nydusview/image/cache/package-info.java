/**
 * The cache as a whole: {@link CacheCatalog} lists and clears it, and {@link ImageStore} keeps unpacked OCI images in
 * it. Used by {@code image} and {@code image.oci}.
 */
@NullMarked
package dev.nydusview.image.cache;

import org.jspecify.annotations.NullMarked;
