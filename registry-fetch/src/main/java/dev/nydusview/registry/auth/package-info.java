/** Credentials: docker and podman configuration files, credential helpers, bearer tokens. */
@NullMarked
package dev.nydusview.registry.auth;

import org.jspecify.annotations.NullMarked;
