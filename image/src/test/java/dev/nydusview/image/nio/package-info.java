/** Images as file systems: the contract of {@link java.nio.file}, on golden images and on hostile ones. */
@NullMarked
package dev.nydusview.image.nio;

import org.jspecify.annotations.NullMarked;
