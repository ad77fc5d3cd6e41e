/**
 * The engine that speaks the kernel's own protocol on {@code /dev/fuse}, without libfuse. {@link
 * dev.nydusview.fuse.kernel.KernelEngine} mounts, {@code Session} negotiates and keeps enough {@code Worker}s, which decode
 * requests and leave those for metadata to {@code MetadataRequests}, those for data to {@code DataRequests}.
 * Used by {@code fuse.engine}.
 */
@NullMarked
package dev.nydusview.fuse.kernel;

import org.jspecify.annotations.NullMarked;
