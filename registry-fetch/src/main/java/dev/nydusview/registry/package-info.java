/**
 * Vocabulary of access to registries: the exceptions that tell failures apart, and the {@link TransferMeter}.
 * Used by {@code registry.auth}, {@code registry.backend}, {@code registry.blob}, {@code registry.config}, {@code
 * registry.endpoint}, {@code registry.http}, {@code registry.layout}, {@code registry.manifest} and {@code
 * registry.mirror}.
 */
@NullMarked
package dev.nydusview.registry;

import org.jspecify.annotations.NullMarked;
