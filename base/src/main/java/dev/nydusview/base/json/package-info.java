/** JSON: documents of others, bounded, and documents of this program, written and read again. */
@NullMarked
package dev.nydusview.base.json;

import org.jspecify.annotations.NullMarked;
