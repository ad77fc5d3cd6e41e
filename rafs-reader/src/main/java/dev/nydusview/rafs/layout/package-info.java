/** On-disk constants, in disk order and with the names that the format uses. */
@NullMarked
package dev.nydusview.rafs.layout;

import org.jspecify.annotations.NullMarked;
