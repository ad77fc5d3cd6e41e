/** Tar archives, read and written. Headers of archives that are read are hostile until checked. */
@NullMarked
package dev.nydusview.rootfs.tar;

import org.jspecify.annotations.NullMarked;
