/** Destinations of extractions: {@link DirectorySink} for a directory and {@link TarSink} for an archive. */
@NullMarked
package dev.nydusview.rootfs.extract.sink;

import org.jspecify.annotations.NullMarked;
