/**
 * Reads and writes the JSON documents of scans: {@link Documents}. Used by {@code scan.profile}, {@code scan.report}
 * and {@code scan.store}.
 */
@NullMarked
package dev.nydusview.scan.json;

import org.jspecify.annotations.NullMarked;
