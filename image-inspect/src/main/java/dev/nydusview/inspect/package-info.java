/** Questions about the metadata of an image, and the documents that answer them. */
@NullMarked
package dev.nydusview.inspect;

import org.jspecify.annotations.NullMarked;
