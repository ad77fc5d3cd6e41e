package dev.nydusview.jobs.image;

/**
 * Treatment of images that cannot be read lazily.
 *
 * @param pulls whether they are pulled and unpacked; if not, they are refused
 * @param maxBytes of file data in an image that is unpacked
 */
public record PullSettings(boolean pulls, long maxBytes) {}
