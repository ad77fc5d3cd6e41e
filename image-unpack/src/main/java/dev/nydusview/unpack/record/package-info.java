/** What was unpacked, kept beside it: written once, compared with the tree before that is used again. */
@NullMarked
package dev.nydusview.unpack.record;

import org.jspecify.annotations.NullMarked;
