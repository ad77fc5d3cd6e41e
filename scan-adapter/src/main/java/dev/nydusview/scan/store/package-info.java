/** Results of complete scans on disk: {@link ResultStore} finds one by its {@link ResultKey}. Used by {@code scan}. */
@NullMarked
package dev.nydusview.scan.store;

import org.jspecify.annotations.NullMarked;
