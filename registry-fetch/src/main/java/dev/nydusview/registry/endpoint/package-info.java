/** Requests that registries answer, one class for each endpoint of the distribution specification. */
@NullMarked
package dev.nydusview.registry.endpoint;

import org.jspecify.annotations.NullMarked;
