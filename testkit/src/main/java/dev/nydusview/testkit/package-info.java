/** A small read-only registry over an OCI layout, in process. */
@NullMarked
package dev.nydusview.testkit;

import org.jspecify.annotations.NullMarked;
