/** Sinks: a directory tree of this machine, or an archive. */
@NullMarked
package dev.nydusview.rootfs.extract.sink;

import org.jspecify.annotations.NullMarked;
