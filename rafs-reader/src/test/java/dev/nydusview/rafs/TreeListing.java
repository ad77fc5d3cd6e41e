package dev.nydusview.rafs;

import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.model.Xattr;
import dev.nydusview.testdata.Listing;
import dev.nydusview.testdata.ListingEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lists everything that a reader reports of an image, file contents included. */
public final class TreeListing {
    private final InodeTree tree;
    private final FileReader files;
    private final List<ListingEntry> entries = new ArrayList<>();

    private TreeListing(InodeTree tree, FileReader files) {
        this.tree = tree;
        this.files = files;
    }

    public static Listing of(InodeTree tree, FileReader files) throws IOException {
        TreeListing listing = new TreeListing(tree, files);
        listing.add("", tree.inode(tree.root()));
        return Listing.of(listing.entries);
    }

    private void add(String path, Inode inode) throws IOException {
        entries.add(entry(path, inode));
        if (inode.isDirectory()) {
            tree.list(inode, 0, entry -> {
                Inode child = tree.child(inode, entry);
                if (child.type() != entry.type()) {
                    throw new IOException("entry type " + entry.type() + " of a " + child.type());
                }
                add(path + "/" + latin1(entry.name()), child);
                return true;
            });
        }
    }

    private ListingEntry entry(String path, Inode inode) throws IOException {
        boolean linked = inode.isRegular() && inode.nlink() > 1;
        return new ListingEntry(
                path.isEmpty() ? "/" : path,
                "0o" + Integer.toOctalString(inode.mode()),
                inode.uid(),
                inode.gid(),
                path.isEmpty() ? null : inode.mtime(),
                inode.isRegular() ? inode.size() : null,
                linked ? inode.nlink() : null,
                linked ? Long.toString(inode.number()) : null,
                inode.isRegular() ? sha256(inode) : null,
                inode.type() == FileType.SYMLINK ? latin1(tree.symlinkTarget(inode)) : null,
                inode.type().isDevice() ? inode.rdevMajor() + ":" + inode.rdevMinor() : null,
                xattrs(inode));
    }

    private @Nullable String sha256(Inode file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer buffer = ByteBuffer.allocate(50_000);
            long offset = 0;
            for (int n = files.read(file, 0, buffer); n > 0; n = files.read(file, offset, buffer.clear())) {
                digest.update(buffer.flip());
                offset += n;
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private Map<String, String> xattrs(Inode inode) throws IOException {
        Map<String, String> xattrs = new TreeMap<>();
        for (Xattr xattr : tree.xattrs(inode)) {
            xattrs.put(latin1(xattr.name()), HexFormat.of().formatHex(xattr.value()));
        }
        return xattrs;
    }

    private static String latin1(RawName name) {
        return new String(name.bytes(), StandardCharsets.ISO_8859_1);
    }
}
