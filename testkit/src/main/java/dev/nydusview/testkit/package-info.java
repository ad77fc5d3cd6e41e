/** A small read-only registry in this process, which serves an OCI layout: {@link LayoutRegistry}. */
@NullMarked
package dev.nydusview.testkit;

import org.jspecify.annotations.NullMarked;
