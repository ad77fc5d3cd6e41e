/**
 * Requests to registries with authentication, retries and redirects, whose errors hold no secrets: {@link RegistryHttp}
 * sends them, over the {@link RegistryConnections} of the process.
 * Used by {@code registry.backend} and {@code registry.endpoint}.
 */
@NullMarked
package dev.nydusview.registry.http;

import org.jspecify.annotations.NullMarked;
