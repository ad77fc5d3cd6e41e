/**
 * Credentials: {@link Keychain} finds them in the configuration of docker and podman and through credential helpers.
 * Used by {@code registry.backend} and {@code registry.http}.
 */
@NullMarked
package dev.nydusview.registry.auth;

import org.jspecify.annotations.NullMarked;
