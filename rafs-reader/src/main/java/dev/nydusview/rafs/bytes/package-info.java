/** The one bounds-checked way to look at untrusted bytes. */
@NullMarked
package dev.nydusview.rafs.bytes;

import org.jspecify.annotations.NullMarked;
