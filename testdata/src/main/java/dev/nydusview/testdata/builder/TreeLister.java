package dev.nydusview.testdata.builder;

import dev.nydusview.testdata.Listing;
import dev.nydusview.testdata.ListingEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Lists a source tree as a reader must report its image. */
final class TreeLister {
    private final Predicate<SourceNode> timeless;
    private final List<ListingEntry> entries = new ArrayList<>();
    private final Map<SourceNode, String> groups = new HashMap<>();

    TreeLister(Predicate<SourceNode> timeless) {
        this.timeless = timeless;
    }

    Listing list(SourceNode root) {
        add("", root);
        return Listing.of(entries);
    }

    private void add(String path, SourceNode node) {
        entries.add(entry(path, node));
        node.children().forEach((name, child) -> add(path + "/" + name, child));
    }

    private ListingEntry entry(String path, SourceNode node) {
        Attributes attributes = node.attributes();
        boolean regular = node.isRegular();
        boolean linked = regular && node.nlink() > 1;
        return new ListingEntry(
                path.isEmpty() ? "/" : path,
                "0o" + Integer.toOctalString(node.mode()),
                attributes.uid(),
                attributes.gid(),
                mtime(path, node),
                regular ? node.size() : null,
                linked ? (long) node.nlink() : null,
                linked ? groups.computeIfAbsent(node, first -> path) : null,
                regular && !node.isSparse() ? HexFormat.of().formatHex(Hash.SHA256.digest(node.content())) : null,
                node.kind() == FileKind.SYMLINK ? Latin1.of(node.content()) : null,
                node.kind().isDevice() ? rdev(node.rdev()) : null,
                xattrs(attributes));
    }

    private @Nullable Long mtime(String path, SourceNode node) {
        if (path.isEmpty()) {
            return null;
        }
        return timeless.test(node) ? 0 : node.attributes().mtime();
    }

    private static String rdev(int rdev) {
        return ((rdev >>> 8) & 0xfff) + ":" + ((rdev & 0xff) | ((rdev >>> 12) & 0xfff00));
    }

    private static Map<String, String> xattrs(Attributes attributes) {
        Map<String, String> xattrs = new TreeMap<>();
        attributes
                .xattrs()
                .forEach((name, value) -> xattrs.put(name, HexFormat.of().formatHex(Latin1.bytes(value))));
        return xattrs;
    }
}
