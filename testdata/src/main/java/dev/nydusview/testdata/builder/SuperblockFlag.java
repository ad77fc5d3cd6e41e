package dev.nydusview.testdata.builder;

/** Superblock flags of both versions, besides those of the algorithms. */
final class SuperblockFlag {
    private static final int EXPLICIT_UID_GID = 0x10;
    private static final int HAS_XATTR = 0x20;

    private SuperblockFlag() {}

    static int of(SourceTree tree) {
        return EXPLICIT_UID_GID | (hasXattrs(tree.root()) ? HAS_XATTR : 0);
    }

    private static boolean hasXattrs(SourceNode node) {
        return !node.attributes().xattrs().isEmpty()
                || node.children().values().stream().anyMatch(SuperblockFlag::hasXattrs);
    }
}
