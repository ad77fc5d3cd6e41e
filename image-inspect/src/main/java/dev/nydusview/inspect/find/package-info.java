/** Searches for files: an {@link Expression} in the language of find(1), evaluated by a {@link Search}. */
@NullMarked
package dev.nydusview.inspect.find;

import org.jspecify.annotations.NullMarked;
