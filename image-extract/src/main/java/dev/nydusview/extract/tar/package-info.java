/** An image as a PAX archive. */
@NullMarked
package dev.nydusview.extract.tar;

import org.jspecify.annotations.NullMarked;
