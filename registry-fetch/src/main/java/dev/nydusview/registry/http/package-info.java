/** Talking to a registry: authentication, retries, redirects, errors without secrets. */
@NullMarked
package dev.nydusview.registry.http;

import org.jspecify.annotations.NullMarked;
