/**
 * Mounts that only scanners see: {@link ScanMount} makes one before its image is open, runs each {@link ScanProgram} on
 * it, and repeats {@link Attempts} whose reads failed. Used by {@code scan}.
 */
@NullMarked
package dev.nydusview.scan.mount;

import org.jspecify.annotations.NullMarked;
