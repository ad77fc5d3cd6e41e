/** An image as a PAX archive. */
@NullMarked
package dev.nydusview.rootfs.extract.tar;

import org.jspecify.annotations.NullMarked;
