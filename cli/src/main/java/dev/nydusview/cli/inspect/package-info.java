/** Requests about an image's metadata: how they are written and answered. */
@NullMarked
package dev.nydusview.cli.inspect;

import org.jspecify.annotations.NullMarked;
