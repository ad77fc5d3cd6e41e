/**
 * Vocabulary of access to registries: the exceptions that tell failures apart, and the {@link TransferMeter}. Used by
 * {@code registry.auth}, {@code registry.blob}, {@code registry.endpoint}, {@code registry.http}, {@code
 * registry.layout} and {@code registry.manifest}.
 */
@NullMarked
package dev.nydusview.registry;

import org.jspecify.annotations.NullMarked;
