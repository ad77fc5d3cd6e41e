/** Programs on a mount, from start to end. */
@NullMarked
package dev.nydusview.scan.run;

import org.jspecify.annotations.NullMarked;
