/** What docker's API requests ask for: which of them name an image, and which image. */
@NullMarked
package dev.nydusview.authz.docker;

import org.jspecify.annotations.NullMarked;
