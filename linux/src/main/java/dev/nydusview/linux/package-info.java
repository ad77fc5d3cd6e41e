/** Linux itself: the C library of this process, mounts and their namespaces, processes. Linux on 64-bit machines. */
@NullMarked
package dev.nydusview.linux;

import org.jspecify.annotations.NullMarked;
