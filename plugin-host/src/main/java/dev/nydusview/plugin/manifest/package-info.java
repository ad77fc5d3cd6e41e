/** What plugins say of themselves. */
@NullMarked
package dev.nydusview.plugin.manifest;

import org.jspecify.annotations.NullMarked;
