/** How images are reached: selection, credentials, transport, and the resources of a library. */
@NullMarked
package dev.nydusview.image.access;

import org.jspecify.annotations.NullMarked;
