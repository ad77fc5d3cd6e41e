package dev.nydusview.inspect.diff;

import dev.nydusview.base.SafeText;
import dev.nydusview.rafs.ChunkRef;
import dev.nydusview.rafs.Digest;
import dev.nydusview.rafs.FileType;
import dev.nydusview.rafs.Inode;
import dev.nydusview.rafs.InodeTree;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.Superblock;
import dev.nydusview.rafs.Xattr;
import dev.nydusview.rafs.layout.ChunkInfoLayout;
import dev.nydusview.rafs.walk.FileChunks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Says what of a file is another in a second image. */
final class FileComparison {
    private final InodeTree before;
    private final InodeTree after;
    private final boolean comparable;
    private final DiffOptions options;

    FileComparison(RafsImage before, RafsImage after, DiffOptions options) {
        this.before = before.tree();
        this.after = after.tree();
        this.options = options;
        Superblock first = before.superblock();
        Superblock second = after.superblock();
        this.comparable = first.digester() == second.digester() && first.chunkSize() == second.chunkSize();
    }

    /** Whether chunk digests of the two images can be compared. */
    boolean comparable() {
        return comparable;
    }

    /** What is another, in the words of {@link Change}; nothing if all is the same. */
    List<String> compare(Inode old, Inode now) throws IOException {
        List<String> what = new ArrayList<>();
        if (old.type() != now.type()) {
            what.add("type");
        } else {
            compareSubstance(old, now, what);
        }
        add(what, "mode", (old.mode() & ~FileType.MASK) != (now.mode() & ~FileType.MASK));
        add(what, "owner", !options.ignoreOwners() && (old.uid() != now.uid() || old.gid() != now.gid()));
        add(what, "mtime", !options.ignoreTimes() && isOtherTime(old, now));
        add(what, "links", !(old.isDirectory() || now.isDirectory()) && old.nlink() != now.nlink());
        compareXattrs(old, now, what);
        return what;
    }

    private static boolean isOtherTime(Inode old, Inode now) {
        return old.mtime() != now.mtime() || old.mtimeNanos() != now.mtimeNanos();
    }

    private static void add(List<String> what, String word, boolean different) {
        if (different) {
            what.add(word);
        }
    }

    /** Sizes of directories are the builder's affair, and differ with the format. */
    private void compareSubstance(Inode old, Inode now, List<String> what) throws IOException {
        switch (old.type()) {
            case REGULAR -> compareContent(old, now, what);
            case SYMLINK -> add(what, "target", !before.symlinkTarget(old).equals(after.symlinkTarget(now)));
            case CHARACTER_DEVICE, BLOCK_DEVICE -> add(what, "device", old.rdev() != now.rdev());
            case DIRECTORY, FIFO, SOCKET -> {}
        }
    }

    private void compareContent(Inode old, Inode now, List<String> what) throws IOException {
        if (old.size() != now.size()) {
            what.add("content");
            what.add("size");
            return;
        }
        boolean unknown = false;
        long piece = FileChunks.piece(old.size(), ChunkInfoLayout.MAX_CHUNK_SIZE);
        for (long left = old.size(); left > 0; left -= Math.min(piece, left)) {
            List<ChunkRef> first = before.chunks(old, old.size() - left, Math.min(piece, left));
            List<ChunkRef> second = after.chunks(now, old.size() - left, Math.min(piece, left));
            if (!comparable
                    || first.stream().anyMatch(FileComparison::isUnnamed)
                    || second.stream().anyMatch(FileComparison::isUnnamed)) {
                unknown = true;
            } else if (!same(first, second)) {
                what.add("content");
                return;
            }
        }
        add(what, "content?", unknown);
    }

    private static boolean isUnnamed(ChunkRef chunk) {
        return chunk.digest().equals(Digest.ZERO);
    }

    private static boolean same(List<ChunkRef> first, List<ChunkRef> second) {
        if (first.size() != second.size()) {
            return false;
        }
        for (int i = 0; i < first.size(); i++) {
            ChunkRef one = first.get(i);
            ChunkRef other = second.get(i);
            if (one.fileOffset() != other.fileOffset()
                    || one.size() != other.size()
                    || !one.digest().equals(other.digest())) {
                return false;
            }
        }
        return true;
    }

    private void compareXattrs(Inode old, Inode now, List<String> what) throws IOException {
        Map<String, byte[]> first = xattrs(before.xattrs(old));
        Map<String, byte[]> second = xattrs(after.xattrs(now));
        for (Map.Entry<String, byte[]> xattr : first.entrySet()) {
            byte[] value = second.remove(xattr.getKey());
            add(what, "xattr " + xattr.getKey(), value == null || !Arrays.equals(value, xattr.getValue()));
        }
        second.keySet().forEach(name -> what.add("xattr " + name));
    }

    private static Map<String, byte[]> xattrs(List<Xattr> xattrs) {
        Map<String, byte[]> values = new TreeMap<>();
        xattrs.forEach(xattr -> values.put(SafeText.escape(xattr.name().bytes()), xattr.value()));
        return values;
    }
}
