/** Bootstraps, out of their layers or blobs, verified and kept. */
@NullMarked
package dev.nydusview.image.bootstrap;

import org.jspecify.annotations.NullMarked;
