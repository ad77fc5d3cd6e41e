/** JSON documents of this module. */
@NullMarked
package dev.nydusview.scan.json;

import org.jspecify.annotations.NullMarked;
