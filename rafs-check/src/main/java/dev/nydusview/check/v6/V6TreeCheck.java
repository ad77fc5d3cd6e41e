package dev.nydusview.check.v6;

import dev.nydusview.check.finding.Coverage;
import dev.nydusview.check.finding.Findings;
import dev.nydusview.check.finding.Location;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.walk.FilePaths;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks the tree, enters each directory once, and counts the names of each inode. */
final class V6TreeCheck {
    private final V6Nodes nodes;
    private final RafsImage image;
    private final V6InodeCheck inodes;
    private final Findings findings;
    private final int[] links;
    private final Deque<Node> pending = new ArrayDeque<>();
    private long entries;
    private long inodeCount;

    V6TreeCheck(V6Nodes nodes, RafsImage image, V6InodeCheck inodes, Findings findings) {
        this.nodes = nodes;
        this.image = image;
        this.inodes = inodes;
        this.findings = findings;
        this.links = new int[nodes.slots()];
    }

    /** A directory that is still to be entered. */
    record Node(@Nullable Node parent, EntryPath path, long nid) {
        /** Inode that ".." must name. */
        long parentNid() {
            return parent == null ? nid : parent.nid;
        }

        private boolean isBelow(long ancestor) {
            for (Node at = this; at != null; at = at.parent) {
                if (at.nid == ancestor) {
                    return true;
                }
            }
            return false;
        }
    }

    Coverage run() throws IOException {
        root();
        while (!pending.isEmpty()) {
            Node node = pending.pop();
            findings.attempt("directory", () -> inodes.place(node.path, node.nid), () -> {
                new V6DirectoryCheck(node, nodes, this, findings).run();
            });
        }
        missingLinks();
        return new Coverage(inodeCount, entries);
    }

    private void root() throws RafsFormatException {
        long root = nodes.root();
        if (!nodes.has(root)) {
            findings.corrupt("root", Location.IMAGE, "inode " + root + ", which should be the root, does not exist");
            return;
        }
        Node node = new Node(null, EntryPath.ROOT, root);
        inodeCount++;
        inodes.check(EntryPath.ROOT, root);
        if (!inodes.isUsable(root)) {
            return;
        }
        if (type(root) == FileType.DIRECTORY) {
            pending.push(node);
        } else {
            findings.corrupt("root", inodes.place(EntryPath.ROOT, root), "the root is a " + type(root));
        }
    }

    private FileType type(long nid) throws RafsFormatException {
        return FileType.ofMode(nodes.record(nid).mode());
    }

    /**
     * Checks an entry of {@code directory}.
     *
     * @param claimed the type in the entry; null for none
     * @return whether it names a directory
     */
    boolean entry(Node directory, RawName name, long nid, @Nullable FileType claimed) throws RafsFormatException {
        entries++;
        EntryPath path = directory.path.child(name);
        if (!nodes.has(nid)) {
            findings.corrupt(
                    "dirent-nid",
                    () -> inodes.place(directory.path, directory.nid),
                    "entry \"" + name + "\" names inode " + nid + ", which lies beyond the end of the bootstrap");
            return claimed == FileType.DIRECTORY;
        }
        boolean first = !inodes.isKnown(nid);
        if (first) {
            inodeCount++;
            inodes.check(path, nid);
        }
        if (!inodes.isUsable(nid)) {
            return claimed == FileType.DIRECTORY;
        }
        FileType type = type(nid);
        if (claimed != null && claimed != type) {
            findings.corrupt(
                    "dirent-type", () -> inodes.place(path, nid), "is a " + type + ", but its entry says " + claimed);
        }
        if (type == FileType.DIRECTORY) {
            enter(directory, path, nid, first);
        } else {
            link(path, nid);
        }
        return type == FileType.DIRECTORY;
    }

    private void enter(Node directory, EntryPath path, long nid, boolean first) {
        if (first) {
            pending.push(new Node(directory, path, nid));
        } else if (directory.isBelow(nid)) {
            findings.corrupt("directory-cycle", () -> inodes.place(path, nid), "contains itself");
        } else {
            findings.corrupt("directory-twice", () -> inodes.place(path, nid), "occurs at a second place in the tree");
        }
    }

    private void link(EntryPath path, long nid) throws RafsFormatException {
        long nlink = nodes.record(nid).nlink();
        if (++links[(int) nid] == nlink + 1) {
            findings.corrupt(
                    "link-count", () -> inodes.place(path, nid), "has more names than its link count of " + nlink);
        }
    }

    /** Inodes with too few names are only known at the end, where the paths of those to be listed are looked for. */
    private void missingLinks() throws RafsFormatException {
        Set<Long> missing = new LinkedHashSet<>();
        for (int nid = 0; nid < links.length; nid++) {
            if (links[nid] > 0 && links[nid] < nodes.record(nid).nlink()) {
                if (missing.size() < Findings.MAX_LISTED) {
                    missing.add((long) nid);
                } else {
                    missingLinks(nid, Location.IMAGE);
                }
            }
        }
        if (!missing.isEmpty()) {
            Map<Long, EntryPath> paths = FilePaths.of(image.tree(), missing);
            for (long nid : missing) {
                missingLinks(nid, inodes.place(paths.getOrDefault(nid, EntryPath.ROOT), nid));
            }
        }
    }

    private void missingLinks(long nid, Location place) throws RafsFormatException {
        findings.corrupt(
                "link-count",
                place,
                "has a link count of " + nodes.record(nid).nlink() + " and " + links[(int) nid] + " names");
    }
}
