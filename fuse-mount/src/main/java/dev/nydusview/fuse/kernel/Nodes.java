package dev.nydusview.fuse.kernel;

import dev.nydusview.fuse.ImageFileSystem;
import dev.nydusview.rafs.model.EntryBuffer;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.RawName;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Node ids, by which the kernel knows inodes: the number of the inode and 2, as 1 is the root, whatever number it has, and
 * 0 is none. So nothing has to be remembered of a node, and nothing is to be forgotten; hard links are one node.
 *
 * <p>Where it matters by which name a file is reached, hard links have a node for each name: symbolic links whose targets
 * are to be contained, as that depends on their directory, and all files where every open is told of. Safe for concurrent
 * use.
 */
final class Nodes {
    private static final int FIRST = 2;
    /** Above all inode numbers, as a number is at most an offset in a bootstrap and a layer. */
    private static final long FIRST_NAMED = 1L << 62;

    private record Link(long number, long directory, RawName name) {}

    private final long root;
    private final SeenEntries seen;
    private final boolean namesLinks;
    private final boolean namesFiles;

    /** Guarded by this. */
    private final Map<Link, Long> nodes = new HashMap<>();
    /** Guarded by this. */
    private final List<Link> links = new ArrayList<>();

    Nodes(ImageFileSystem fileSystem, SeenEntries seen) {
        this.root = fileSystem.root();
        this.seen = seen;
        this.namesLinks = fileSystem.options().containLinks();
        this.namesFiles = fileSystem.options().negotiatesOpens();
    }

    /** Returns the node of an entry. */
    long node(long directory, EntryBuffer entry) {
        return isNamed(entry) ? link(new Link(entry.number(), directory, entry.rawName())) : node(entry.number());
    }

    private boolean isNamed(EntryBuffer inode) {
        boolean named = inode.type() == FileType.SYMLINK ? namesLinks : namesFiles;
        return named && inode.nlink() > 1 && !inode.isDirectory();
    }

    /** Returns the node of an inode that has but one. */
    long node(long number) {
        return number == root ? FuseProtocol.ROOT_ID : number + FIRST;
    }

    private synchronized long link(Link link) {
        return nodes.computeIfAbsent(link, unused -> {
            links.add(link);
            return FIRST_NAMED + links.size() - 1;
        });
    }

    /** Returns the number of the inode that a node is. */
    long number(long node) {
        if (node >= FIRST_NAMED) {
            return link(node).number;
        }
        return node == FuseProtocol.ROOT_ID ? root : node - FIRST;
    }

    private synchronized Link link(long node) {
        return links.get((int) (node - FIRST_NAMED));
    }

    /** Returns the path of a node in the image, such as {@code /etc/passwd}: empty for the root. */
    byte[] path(long node) {
        if (node < FIRST_NAMED) {
            return seen.path(number(node));
        }
        Link link = link(node);
        ByteArrayOutputStream path = new ByteArrayOutputStream();
        path.writeBytes(seen.path(link.directory));
        path.write('/');
        path.writeBytes(link.name.bytes());
        return path.toByteArray();
    }

    /** Returns the names on the way from the root to the directory that holds a node. */
    List<RawName> directoryNames(long node) {
        return node < FIRST_NAMED ? seen.directoryNames(number(node)) : seen.names(link(node).directory);
    }
}
