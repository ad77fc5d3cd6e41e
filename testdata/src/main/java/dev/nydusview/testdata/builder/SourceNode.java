package dev.nydusview.testdata.builder;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** A file of the source tree; hard links of a file are the same node under several names. */
final class SourceNode {
    private final FileKind kind;
    private final Attributes attributes;
    private final byte[] content;
    private final int rdev;
    private final SortedMap<String, SourceNode> children = new TreeMap<>();
    private int names;

    /**
     * @param content bytes of a regular file, or the target of a symbolic link
     * @param rdev Linux {@code dev_t} of a device (32-bit encoding), else 0
     */
    SourceNode(FileKind kind, Attributes attributes, byte[] content, int rdev) {
        this.kind = kind;
        this.attributes = attributes;
        this.content = content;
        this.rdev = rdev;
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
