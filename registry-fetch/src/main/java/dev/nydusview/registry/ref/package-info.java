/**
 * Parses what users name: {@link ImageReference}, {@link Platform} and {@link SourceUri}. Used by {@code
 * registry.auth}, {@code registry.endpoint}, {@code registry.http}, {@code registry.layout} and {@code
 * registry.manifest}.
 */
@NullMarked
package dev.nydusview.registry.ref;

import org.jspecify.annotations.NullMarked;
