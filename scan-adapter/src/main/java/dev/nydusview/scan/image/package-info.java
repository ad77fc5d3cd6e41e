/** Images to be scanned, read lazily or unpacked. */
@NullMarked
package dev.nydusview.scan.image;

import org.jspecify.annotations.NullMarked;
