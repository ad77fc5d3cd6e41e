/**
 * Documents of an image: {@link ImageDocuments} with the manifest and the configuration, {@link ContainerSettings} and
 * {@link ImageHistory} for what the configuration says. Used by {@code image} and {@code image.source}.
 */
@NullMarked
package dev.nydusview.image.document;

import org.jspecify.annotations.NullMarked;
