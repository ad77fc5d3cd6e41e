/** An overview of an image: {@link ImageReport} is the document, and {@link HtmlPage} the page that shows it. */
@NullMarked
package dev.nydusview.inspect.report;

import org.jspecify.annotations.NullMarked;
