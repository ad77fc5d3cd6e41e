/**
 * Places beside registries where blobs lie, nydusd's "backends": {@link Backend} as users write it, {@link Backends} to
 * open one.
 */
@NullMarked
package dev.nydusview.registry.backend;

import org.jspecify.annotations.NullMarked;
