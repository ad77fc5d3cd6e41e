/**
 * Takes bootstraps out of their layers or blobs: {@link BootstrapStore} verifies and caches {@link UnpackedBootstrap}s,
 * and {@link InlineBlob} is a data blob that carries one.
 * Used by {@code image.cache} and {@code image.source}.
 */
@NullMarked
package dev.nydusview.image.bootstrap;

import org.jspecify.annotations.NullMarked;
