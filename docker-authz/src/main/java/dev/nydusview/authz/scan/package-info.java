/** Scans of images by whatever can scan, each done once for all requests at the same time, and cached. */
@NullMarked
package dev.nydusview.authz.scan;

import org.jspecify.annotations.NullMarked;
