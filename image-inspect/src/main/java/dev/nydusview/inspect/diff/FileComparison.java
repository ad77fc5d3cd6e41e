package dev.nydusview.inspect.diff;

import dev.nydusview.base.SafeText;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.layout.ChunkInfoLayout;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Digest;
import dev.nydusview.rafs.model.DigestAlgorithm;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.Xattr;
import dev.nydusview.rafs.walk.FileChunks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Compares a file with its counterpart in a second image. */
final class FileComparison {
    private final RafsImage beforeImage;
    private final RafsImage afterImage;
    private final InodeTree before;
    private final InodeTree after;
    private final boolean sameChunkSize;
    private final DiffOptions options;

    FileComparison(RafsImage before, RafsImage after, DiffOptions options) {
        this.beforeImage = before;
        this.afterImage = after;
        this.before = before.tree();
        this.after = after.tree();
        this.options = options;
        this.sameChunkSize =
                before.superblock().chunkSize() == after.superblock().chunkSize();
    }

    /** Tests whether the two images may have chunks with comparable digests. */
    boolean comparable() {
        return sameChunkSize && !Collections.disjoint(digesters(beforeImage), digesters(afterImage));
    }

    private static Set<DigestAlgorithm> digesters(RafsImage image) {
        Set<DigestAlgorithm> digesters = EnumSet.of(image.superblock().digester());
        image.blobs().forEach(blob -> digesters.addAll(image.digesters(blob.index())));
        return digesters;
    }

    /** Lists the differences, in the words of {@link Change}; nothing if all is the same. */
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

    /**
     * Compares contents; sizes of directories are not compared: the builder chooses them, and they differ with the
     * format.
     */
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
            Sameness sameness = sameChunkSize ? compare(first, second) : Sameness.UNKNOWN;
            if (sameness == Sameness.OTHER) {
                what.add("content");
                return;
            }
            unknown |= sameness == Sameness.UNKNOWN;
        }
        add(what, "content?", unknown);
    }

    private enum Sameness {
        SAME,
        OTHER,
        UNKNOWN
    }

    private Sameness compare(List<ChunkRef> first, List<ChunkRef> second) {
        if (first.stream().anyMatch(FileComparison::isUnnamed)
                || second.stream().anyMatch(FileComparison::isUnnamed)) {
            return Sameness.UNKNOWN;
        }
        if (first.size() != second.size()) {
            return Sameness.OTHER;
        }
        Sameness sameness = Sameness.SAME;
        for (int i = 0; i < first.size(); i++) {
            ChunkRef one = first.get(i);
            ChunkRef other = second.get(i);
            if (one.fileOffset() != other.fileOffset() || one.size() != other.size()) {
                return Sameness.OTHER;
            }
            if (!one.digest().equals(other.digest())) {
                if (isOneAlgorithm(one, other)) {
                    return Sameness.OTHER;
                }
                sameness = Sameness.UNKNOWN;
            }
        }
        return sameness;
    }

    private static boolean isUnnamed(ChunkRef chunk) {
        return chunk.digest().equals(Digest.ZERO);
    }

    /** Tests whether different digests of the two chunks mean different bytes. */
    private boolean isOneAlgorithm(ChunkRef one, ChunkRef other) {
        Set<DigestAlgorithm> algorithms = algorithms(beforeImage, one.blobIndex());
        return algorithms.size() == 1 && algorithms.equals(algorithms(afterImage, other.blobIndex()));
    }

    /** Algorithms that the blob's row names; only the row of a blob that was added to a finished image may be wrong. */
    private static Set<DigestAlgorithm> algorithms(RafsImage image, int blobIndex) {
        BlobInfo blob = image.blobs().get(blobIndex);
        return blob.hasChunkIndex() ? Set.of(blob.digester()) : image.digesters(blobIndex);
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
