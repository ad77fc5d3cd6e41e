package dev.nydusview.testdata.builder;

import dev.nydusview.testdata.Listing;
import java.util.Map;
import java.util.function.Predicate;

/** The files that an image is built from. Paths are absolute, their bytes read as Latin-1. */
public final class SourceTree {
    private static final byte[] NOTHING = {};

    private final SourceNode root;

    public SourceTree() {
        this(Attributes.DIRECTORY);
    }

    public SourceTree(Attributes attributes) {
        this.root = new SourceNode(FileKind.DIRECTORY, attributes, NOTHING, 0);
    }

    public SourceTree directory(String path) {
        return directory(path, Attributes.DIRECTORY);
    }

    public SourceTree directory(String path, Attributes attributes) {
        return add(path, new SourceNode(FileKind.DIRECTORY, attributes, NOTHING, 0));
    }

    public SourceTree file(String path, byte[] content) {
        return file(path, content, Attributes.FILE);
    }

    public SourceTree file(String path, byte[] content, Attributes attributes) {
        return add(path, new SourceNode(FileKind.REGULAR, attributes, content.clone(), 0));
    }

    /** Adds a file of {@code size} zeros but for {@code pieces}, by their offsets; its listing has no digest. */
    public SourceTree sparseFile(String path, long size, Map<Long, byte[]> pieces) {
        return add(path, new SourceNode(Attributes.FILE, size, pieces));
    }

    public SourceTree symlink(String path, String target) {
        return symlink(path, target, Attributes.FILE.permissions(0777));
    }

    public SourceTree symlink(String path, String target, Attributes attributes) {
        return add(path, new SourceNode(FileKind.SYMLINK, attributes, Latin1.bytes(Latin1.check(target)), 0));
    }

    public SourceTree characterDevice(String path, int major, int minor, Attributes attributes) {
        return add(path, new SourceNode(FileKind.CHARACTER_DEVICE, attributes, NOTHING, rdev(major, minor)));
    }

    public SourceTree blockDevice(String path, int major, int minor, Attributes attributes) {
        return add(path, new SourceNode(FileKind.BLOCK_DEVICE, attributes, NOTHING, rdev(major, minor)));
    }

    public SourceTree fifo(String path, Attributes attributes) {
        return add(path, new SourceNode(FileKind.FIFO, attributes, NOTHING, 0));
    }

    public SourceTree socket(String path, Attributes attributes) {
        return add(path, new SourceNode(FileKind.SOCKET, attributes, NOTHING, 0));
    }

    /** Adds another name for the file at {@code existing}, which must not be a directory. */
    public SourceTree hardLink(String path, String existing) {
        SourceNode node = node(existing);
        if (node.isDirectory()) {
            throw new IllegalArgumentException(existing + " is a directory");
        }
        return add(path, node);
    }

    /** Encodes a device number like {@code makedev} of Linux, in 32 bits. */
    private static int rdev(int major, int minor) {
        return (minor & 0xff) | (major & 0xfff) << 8 | (minor & 0xfff00) << 12;
    }

    private SourceTree add(String path, SourceNode node) {
        int slash = Latin1.check(path).lastIndexOf('/');
        node(path.substring(0, slash)).add(path.substring(slash + 1), node);
        return this;
    }

    SourceNode root() {
        return root;
    }

    /** The file at {@code path}; the root is the empty path or {@code /}. */
    SourceNode node(String path) {
        SourceNode node = root;
        for (String name : path.split("/", -1)) {
            SourceNode next = name.isEmpty() ? node : node.children().get(name);
            if (next == null) {
                throw new IllegalArgumentException("no file " + path);
            }
            node = next;
        }
        return node;
    }

    /** Returns the listing that a reader must report, where {@code timeless} files have no time of their own. */
    Listing listing(Predicate<SourceNode> timeless) {
        return new TreeLister(timeless).list(root);
    }
}
