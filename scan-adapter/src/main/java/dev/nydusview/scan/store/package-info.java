/** Results of complete scans, kept between runs. */
@NullMarked
package dev.nydusview.scan.store;

import org.jspecify.annotations.NullMarked;
