package dev.nydusview.rafswriter.v5;

import static dev.nydusview.rafs.layout.V5Layout.*;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.layout.ChunkInfoLayout;
import dev.nydusview.rafs.model.Digest;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.model.Xattr;
import dev.nydusview.rafswriter.tree.FileRecords;
import dev.nydusview.rafswriter.tree.IntTable;
import dev.nydusview.rafswriter.tree.NameOrder;
import dev.nydusview.rafswriter.tree.NewImage;
import dev.nydusview.rafswriter.tree.Ordinals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The records of the names of an image, in their order: a file has one for each of its names. Some 80 bytes for each name
 * are kept.
 */
final class Plan {
    private static final int DIRECTORY_UNIT = 4096;
    private static final long MAX_SIZE = 1L << 31;

    /** Names for which a digest has room in one array. */
    private static final int MAX_NAMES = 1 << 25;

    private final NewImage image;
    private final InodeTree tree;
    private final Ordinals files = new Ordinals();
    private final IntTable firstPlaces = new IntTable();
    private final IntTable links = new IntTable();
    private final IntTable firstChildren = new IntTable();
    private final IntTable children = new IntTable();
    private final IntTable entryBytes = new IntTable();
    private final IntTable units = new IntTable();
    private final ContentDigests digests;
    private long recordBytes;
    private int names;
    private boolean xattrs;

    private Plan(NewImage image) {
        this.image = image;
        this.tree = image.tree();
        this.digests = new ContentDigests(image.digester());
    }

    static Plan of(NewImage image) throws IOException {
        Plan plan = new Plan(image);
        NameOrder.visit(image.tree(), plan.new Measure());
        for (int place = plan.names - 1; place >= 0; place--) {
            if (plan.isDirectory(place)) {
                plan.digests.setDirectory(place, plan.firstChild(place), plan.children(place));
            }
        }
        return plan;
    }

    /** Measures records, counts links, and digests what is not a directory. */
    private final class Measure implements NameOrder.Visitor {
        private int place;
        private int directory;

        @Override
        public void name(int namePlace, RawName name, Inode inode) throws IOException {
            int known = files.size();
            int file = files.add(inode.number());
            if (file == known) {
                firstPlaces.set(file, namePlace);
            }
            if (inode.isDirectory()) {
                links.set(file, 2);
            } else {
                links.add(file, 1);
            }
            if (namePlace > 0) {
                children.add(place, 1);
                entryBytes.add(place, name.length() + ALIGNMENT);
                links.add(directory, inode.isDirectory() ? 1 : 0);
            }
            addRecord(namePlace, name, inode);
        }

        @Override
        public void enter(int entered, Inode inode) {
            place = entered;
            directory = files.of(inode.number());
            firstChildren.set(entered, names);
        }
    }

    private void addRecord(int place, RawName name, Inode inode) throws IOException {
        names = place + 1;
        units.set(place, (int) (recordBytes / ALIGNMENT));
        recordBytes += INODE_SIZE + aligned(name.length()) + contentSize(place, inode) + xattrSize(inode);
        if (recordBytes > MAX_SIZE || names > MAX_NAMES) {
            throw new UnsupportedFeatureException("the metadata of " + names + " names and more needs over "
                    + recordBytes + " bytes, which readers of v5 images refuse");
        }
    }

    private long xattrSize(Inode inode) throws IOException {
        List<Xattr> attributes = tree.xattrs(inode);
        xattrs |= !attributes.isEmpty();
        return attributes.isEmpty() ? 0 : Long.BYTES + aligned(XattrPairs.size(attributes));
    }

    /** Digests the content of a file; returns the bytes of what its record has of it. */
    private long contentSize(int place, Inode inode) throws IOException {
        if (inode.isDirectory()) {
            return 0;
        }
        if (inode.isRegular()) {
            ByteArrayOutputStream chunks = new ByteArrayOutputStream();
            FileRecords.visit(
                    tree,
                    inode,
                    image.chunkSize(),
                    row -> chunks.writeBytes(row.chunk().digest().toBytes()));
            digests.set(place, ByteBuffer.wrap(chunks.toByteArray()));
            return (long) chunks.size() / Digest.SIZE * ChunkInfoLayout.CHUNK_INFO_SIZE;
        }
        byte[] target =
                inode.type() == FileType.SYMLINK ? tree.symlinkTarget(inode).bytes() : new byte[0];
        digests.set(place, ByteBuffer.wrap(target));
        return aligned(target.length);
    }

    private boolean isDirectory(int place) {
        return firstChildren.get(place) > 0;
    }

    /** Place of the first entry of a directory. */
    int firstChild(int place) {
        return firstChildren.get(place);
    }

    /** Number of entries of a directory. */
    int children(int place) {
        return children.get(place);
    }

    /** Size that a directory states, as nydus-image computes it. */
    long directorySize(int place) {
        return Math.max(DIRECTORY_UNIT, (entryBytes.get(place) + DIRECTORY_UNIT - 1L) & -DIRECTORY_UNIT);
    }

    Digest digest(int place) {
        return digests.get(place);
    }

    int links(long inode) {
        return links.get(files.of(inode));
    }

    /** Inode number in the new image: the index of the first name. */
    long number(long inode) {
        return firstPlaces.get(files.of(inode)) + 1L;
    }

    /** Offset of a record behind the start of the first one, in units of the alignment. */
    long units(int place) {
        return units.get(place);
    }

    long recordBytes() {
        return recordBytes;
    }

    int names() {
        return names;
    }

    /** Number of files, however many names each has. */
    int files() {
        return files.size();
    }

    boolean hasXattrs() {
        return xattrs;
    }
}
