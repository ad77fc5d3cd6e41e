/**
 * Calls of 64-bit Linux that the JDK does not have, through the one binding {@link LibC}: file attributes and directory
 * handles ({@link Posix}), mounts and their namespaces ({@link MountTable}, {@link PrivateMounts}), and processes.
 */
@NullMarked
package dev.nydusview.linux;

import org.jspecify.annotations.NullMarked;
