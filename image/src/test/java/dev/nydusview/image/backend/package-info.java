/** Images whose blobs are in storage. */
@NullMarked
package dev.nydusview.image.backend;

import org.jspecify.annotations.NullMarked;
