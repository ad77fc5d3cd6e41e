/** What the user names: references, platforms, sources. */
@NullMarked
package dev.nydusview.registry.ref;

import org.jspecify.annotations.NullMarked;
