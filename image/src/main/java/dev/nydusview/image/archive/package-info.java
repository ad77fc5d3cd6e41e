/**
 * Images in archives and directories that skopeo and docker write, read in place. {@link StoredImages} opens them. Used
 * by {@code image.source}.
 */
@NullMarked
package dev.nydusview.image.archive;

import org.jspecify.annotations.NullMarked;
