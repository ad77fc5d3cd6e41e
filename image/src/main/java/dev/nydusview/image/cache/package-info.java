/**
 * The cache as a whole: {@link CacheCatalog} lists and clears it, and {@link ImageStore} keeps unpacked OCI images in
 * it. Used by {@code image}, {@code image.oci} and {@code image.source}.
 */
@NullMarked
package dev.nydusview.image.cache;

import org.jspecify.annotations.NullMarked;
