/** How much is in a directory. */
@NullMarked
package dev.nydusview.inspect.usage;

import org.jspecify.annotations.NullMarked;
