/** Overview of an image as a whole, and the page that shows it. */
@NullMarked
package dev.nydusview.inspect.report;

import org.jspecify.annotations.NullMarked;
