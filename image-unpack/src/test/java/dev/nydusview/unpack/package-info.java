/** Images of layers that tests write themselves, unpacked for real. */
@NullMarked
package dev.nydusview.unpack;

import org.jspecify.annotations.NullMarked;
