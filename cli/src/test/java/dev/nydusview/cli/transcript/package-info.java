/** Outputs of the prompts of nydus-image and nydusview, as facts that can be compared. */
@org.jspecify.annotations.NullMarked
package dev.nydusview.cli.transcript;
