package dev.nydusview.rafs.model;

/**
 * One extended attribute.
 *
 * @param name whole name with its prefix, such as {@code security.capability}
 * @param value any bytes; callers must not change them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and records exist to save a copy at each read
public record Xattr(RawName name, byte[] value) {}
