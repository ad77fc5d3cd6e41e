/** The system calls that make files relative to an open directory, by names of any bytes. Linux on 64-bit machines. */
@NullMarked
package dev.nydusview.linux;

import org.jspecify.annotations.NullMarked;
