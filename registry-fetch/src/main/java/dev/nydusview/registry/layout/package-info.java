/** OCI layouts on disk: {@link OciLayout} finds blobs, and {@link LayoutContents} an image's manifests and layers. */
@NullMarked
package dev.nydusview.registry.layout;

import org.jspecify.annotations.NullMarked;
