/** Which images a registry has. */
@NullMarked
package dev.nydusview.registry.catalog;

import org.jspecify.annotations.NullMarked;
