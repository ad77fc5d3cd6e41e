/** What the prompt of nydus-image and our own said, as facts that can be compared. */
@org.jspecify.annotations.NullMarked
package dev.nydusview.cli.transcript;
