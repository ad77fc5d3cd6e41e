package dev.nydusview.unpack;

/**
 * What one image may take.
 *
 * @param bytes of all its unpacked layers together, or of a stored layer
 * @param entries in all its layers together
 * @param remedy what the user can do if it needs more, such as {@code allow more with --max-size}
 */
public record UnpackLimits(long bytes, long entries, String remedy) {}
