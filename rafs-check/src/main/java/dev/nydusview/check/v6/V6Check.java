package dev.nydusview.check.v6;

import static dev.nydusview.rafs.layout.V6Layout.SLOT_SIZE;

import dev.nydusview.check.finding.Coverage;
import dev.nydusview.check.finding.ExtentOwners;
import dev.nydusview.check.finding.Findings;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.v6.V6Superblock;
import java.io.IOException;

/**
 * Checks a v6 bootstrap: its tables, then the tree from the root down. Takes some 5 bytes for each 32 of the
 * bootstrap and 24 a chunk.
 */
public final class V6Check {
    private V6Check() {}

    /** Adds the faults of {@code bootstrap}, from which {@code image} was opened, to {@code findings}. */
    public static Coverage run(Bytes bootstrap, RafsImage image, Findings findings) throws IOException {
        V6Superblock superblock = V6Superblock.read(bootstrap);
        ExtentOwners owners = new ExtentOwners(SLOT_SIZE);
        V6TableCheck tables = new V6TableCheck(bootstrap, superblock, image, owners, findings);
        tables.run();
        V6ChunkRows rows = new V6ChunkRows(superblock.chunkTable(), image, findings);
        rows.check();
        V6Nodes nodes = new V6Nodes(bootstrap, superblock.metaOffset(), image.superblock());
        V6InodeCheck inodes = new V6InodeCheck(nodes, image, rows, owners, findings);
        V6TreeCheck tree = new V6TreeCheck(nodes, image, inodes, findings);
        Coverage coverage = tree.run();
        rows.unused();
        tables.afterTree(coverage, inodes::isKnown);
        return coverage;
    }
}
