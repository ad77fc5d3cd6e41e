/** The {@link Receipt} of a scan as a document. Used by {@code scan}, {@code scan.image} and {@code scan.store}. */
@NullMarked
package dev.nydusview.scan.receipt;

import org.jspecify.annotations.NullMarked;
