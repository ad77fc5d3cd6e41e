/** From a source to everything that reading its image needs. */
@NullMarked
package dev.nydusview.registry.resolve;

import org.jspecify.annotations.NullMarked;
