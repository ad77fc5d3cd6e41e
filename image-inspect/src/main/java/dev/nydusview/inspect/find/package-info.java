/** Conditions on files, as find(1) has them. */
@NullMarked
package dev.nydusview.inspect.find;

import org.jspecify.annotations.NullMarked;
