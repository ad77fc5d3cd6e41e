package dev.nydusview.check.v6;

import static dev.nydusview.rafs.layout.V6Layout.SLOT_SIZE;

import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.Superblock;
import dev.nydusview.rafs.v6.V6Record;

/** The inodes of a v6 bootstrap by nid. */
final class V6Nodes {
    private final Bytes bootstrap;
    private final long metaOffset;
    private final Superblock superblock;

    V6Nodes(Bytes bootstrap, long metaOffset, Superblock superblock) {
        this.bootstrap = bootstrap;
        this.metaOffset = metaOffset;
        this.superblock = superblock;
    }

    long root() {
        return superblock.rootInode();
    }

    /** Bytes in the bootstrap: no directory has more. */
    long length() {
        return bootstrap.length();
    }

    int blockSize() {
        return superblock.blockSize();
    }

    /** Number of nids that the bootstrap has room for. */
    int slots() {
        return (int) (Math.max(0, bootstrap.length() - metaOffset) / SLOT_SIZE);
    }

    boolean has(long nid) {
        return nid >= 0 && nid < slots();
    }

    long offset(long nid) {
        return metaOffset + nid * SLOT_SIZE;
    }

    V6Record record(long nid) throws RafsFormatException {
        if (!has(nid)) {
            throw new RafsFormatException("no inode " + nid + " in a bootstrap of " + bootstrap.length() + " bytes");
        }
        return new V6Record(bootstrap, offset(nid), superblock.blockSize());
    }
}
