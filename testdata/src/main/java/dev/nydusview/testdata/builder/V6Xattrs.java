package dev.nydusview.testdata.builder;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.Map;

/** Writes the xattrs behind inodes, and where they are shared, the area that those refer to. */
public final class V6Xattrs {
    private static final int HEADER_SIZE = 12;
    private static final int SHARED_COUNT = 4;
    private static final int ALIGNMENT = 4;

    private static final int ENTRY_SIZE = 4;
    private static final int NAME_LENGTH = 0;
    private static final int NAME_INDEX = 1;
    private static final int VALUE_SIZE = 2;

    private static final Map<String, Integer> PREFIXES = Map.of(
            "user.", 1,
            "system.posix_acl_access", 2,
            "system.posix_acl_default", 3,
            "trusted.", 4,
            "security.", 6);

    private final boolean shared;
    private final ByteSink area = new ByteSink();

    V6Xattrs(boolean shared) {
        this.shared = shared;
    }

    /** Returns the inode's count of xattrs: units of four bytes behind the header. */
    static int count(byte[] body) {
        return body.length == 0 ? 0 : (body.length - HEADER_SIZE) / ALIGNMENT + 1;
    }

    /** Returns the bytes behind an inode with {@code attributes}; empty if it does not have xattrs. */
    byte[] body(Attributes attributes) {
        if (attributes.xattrs().isEmpty()) {
            return new byte[0];
        }
        ByteSink entries = new ByteSink();
        attributes.xattrs().forEach((name, value) -> entries.put(shared ? reference(name, value) : entry(name, value)));
        ByteBuffer header = ByteSink.record(HEADER_SIZE);
        header.put(SHARED_COUNT, (byte) (shared ? attributes.xattrs().size() : 0));
        return new ByteSink().put(header).put(entries.toBytes()).toBytes();
    }

    /** Adds an xattr to the shared area; returns its position there, in units of four bytes. */
    private byte[] reference(String name, String value) {
        int id = area.position() / ALIGNMENT;
        area.put(entry(name, value));
        return ByteSink.record(Integer.BYTES).putInt(0, id).array();
    }

    private static byte[] entry(String name, String value) {
        String prefix = PREFIXES.keySet().stream()
                .filter(name::startsWith)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("xattr " + name + " has no place in v6"));
        String suffix = name.substring(prefix.length());
        ByteBuffer header = ByteSink.record(ENTRY_SIZE)
                .put(NAME_LENGTH, (byte) suffix.length())
                .put(NAME_INDEX, requireNonNull(PREFIXES.get(prefix)).byteValue())
                .putShort(VALUE_SIZE, (short) value.length());
        return new ByteSink()
                .put(header)
                .put(Latin1.bytes(suffix + value))
                .align(ALIGNMENT)
                .toBytes();
    }

    /** The shared xattrs of all inodes that were asked for. */
    byte[] area() {
        return area.toBytes();
    }
}
