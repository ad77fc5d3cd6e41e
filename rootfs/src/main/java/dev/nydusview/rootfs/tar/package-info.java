/** The tar archives that layers are: every header is hostile until checked. */
@NullMarked
package dev.nydusview.rootfs.tar;

import org.jspecify.annotations.NullMarked;
