package dev.nydusview.rafs.model;

/**
 * One extended attribute.
 *
 * @param name whole name with its prefix, such as {@code security.capability}
 * @param value any bytes; callers must not change them
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and a copy a read is what it is there to save
public record Xattr(RawName name, byte[] value) {}
