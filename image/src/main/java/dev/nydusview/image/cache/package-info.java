/** Bootstraps and unpacked images kept on disk between runs, and all that is kept, listed and cleared. */
@NullMarked
package dev.nydusview.image.cache;

import org.jspecify.annotations.NullMarked;
