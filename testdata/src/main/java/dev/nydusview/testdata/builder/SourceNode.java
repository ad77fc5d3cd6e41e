package dev.nydusview.testdata.builder;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A file of the source tree; hard links of a file are the same node under several names. */
final class SourceNode {
    private final FileKind kind;
    private final Attributes attributes;
    private final byte[] content;
    private final int rdev;
    private final long size;
    private final Map<Long, byte[]> pieces;
    private final SortedMap<String, SourceNode> children = new TreeMap<>();
    private int names;

    /**
     * @param content bytes of a regular file, or the target of a symbolic link
     * @param rdev Linux {@code dev_t} of a device (32-bit encoding), else 0
     */
    SourceNode(FileKind kind, Attributes attributes, byte[] content, int rdev) {
        this(kind, attributes, content, rdev, content.length, Map.of(0L, content));
    }

    /** A regular file of {@code size} zeros but for {@code pieces}, by their offsets. */
    SourceNode(Attributes attributes, long size, Map<Long, byte[]> pieces) {
        this(FileKind.REGULAR, attributes, new byte[0], 0, size, Map.copyOf(pieces));
    }

    private SourceNode(
            FileKind kind, Attributes attributes, byte[] content, int rdev, long size, Map<Long, byte[]> pieces) {
        this.kind = kind;
        this.attributes = attributes;
        this.content = content;
        this.rdev = rdev;
        this.size = size;
        this.pieces = pieces;
    }

    FileKind kind() {
        return kind;
    }

    Attributes attributes() {
        return attributes;
    }

    byte[] content() {
        return content;
    }

    /** Returns the bytes in the content. */
    long size() {
        return size;
    }

    /** Tests whether the file has its bytes in pieces, with zeros between them, and not in {@link #content()}. */
    boolean isSparse() {
        return size > content.length;
    }

    /** Tests whether there is more than zeros between pieces in a part of the content. */
    boolean hasPiece(long offset, int length) {
        return pieces.entrySet().stream()
                .anyMatch(
                        piece -> piece.getKey() < offset + length && offset < piece.getKey() + piece.getValue().length);
    }

    /** Returns {@code length} bytes of the content from {@code offset} on. */
    byte[] bytes(long offset, int length) {
        byte[] bytes = new byte[length];
        pieces.forEach((start, piece) -> {
            long from = Math.max(start, offset);
            long to = Math.min(start + piece.length, offset + length);
            if (from < to) {
                System.arraycopy(piece, (int) (from - start), bytes, (int) (from - offset), (int) (to - from));
            }
        });
        return bytes;
    }

    int rdev() {
        return rdev;
    }

    int mode() {
        return kind.modeBits() | attributes.permissions();
    }

    boolean isDirectory() {
        return kind == FileKind.DIRECTORY;
    }

    boolean isRegular() {
        return kind == FileKind.REGULAR;
    }

    /** Sorted by the unsigned bytes of their names, as Latin-1 strings sort. */
    SortedMap<String, SourceNode> children() {
        return Collections.unmodifiableSortedMap(children);
    }

    void add(String name, SourceNode child) {
        if (children.put(name, child) != null) {
            throw new IllegalArgumentException("two files named \"" + name + "\"");
        }
        child.names++;
    }

    int nlink() {
        if (!isDirectory()) {
            return names;
        }
        return 2
                + (int) children.values().stream()
                        .filter(SourceNode::isDirectory)
                        .count();
    }
}
