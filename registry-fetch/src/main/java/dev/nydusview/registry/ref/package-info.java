/**
 * Parses what users name: {@link ImageReference}, {@link Platform} and {@link SourceUri}.
 * Used by {@code registry.auth}, {@code registry.backend}, {@code registry.endpoint}, {@code registry.http}, {@code
 * registry.layout}, {@code registry.manifest} and {@code registry.mirror}.
 */
@NullMarked
package dev.nydusview.registry.ref;

import org.jspecify.annotations.NullMarked;
