/** Programs that use nydusview as a library; each is complete and begins with {@code main}. */
@NullMarked
package dev.nydusview.examples;

import org.jspecify.annotations.NullMarked;
