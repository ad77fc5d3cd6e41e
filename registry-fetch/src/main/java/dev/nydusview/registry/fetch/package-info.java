/** From chunk references to ranged requests and back: planning, single flight, delivery. */
@NullMarked
package dev.nydusview.registry.fetch;

import org.jspecify.annotations.NullMarked;
