/** Mounts that scanners see: the image where nobody else sees it, programs over it, and what they read. */
@NullMarked
package dev.nydusview.scan.mount;

import org.jspecify.annotations.NullMarked;
