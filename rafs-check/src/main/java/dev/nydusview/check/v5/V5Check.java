package dev.nydusview.check.v5;

import static dev.nydusview.rafs.layout.ChunkInfoLayout.CHUNK_INFO_SIZE;

import dev.nydusview.check.finding.Coverage;
import dev.nydusview.check.finding.ExtentOwners;
import dev.nydusview.check.finding.Findings;
import dev.nydusview.check.finding.Location;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.layout.V5Layout;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.v5.V5Record;
import dev.nydusview.rafs.v5.V5Superblock;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Checks a v5 bootstrap: its tables, then the children of each directory, then each record with its chunks and digest.
 * Takes some 20 bytes an inode and 8 a chunk record.
 */
public final class V5Check {
    private final V5Superblock superblock;
    private final RafsImage image;
    private final Findings findings;
    private final ExtentOwners owners = new ExtentOwners(V5Layout.ALIGNMENT);
    private final V5Index index;
    private final int[] links;

    private V5Check(Bytes bootstrap, RafsImage image, Findings findings) throws IOException {
        this.superblock = V5Superblock.read(bootstrap);
        this.image = image;
        this.findings = findings;
        this.index = new V5Index(bootstrap, superblock.inodeTable());
        this.links = new int[index.entries() + 1];
    }

    /** Adds the faults of {@code bootstrap}, from which {@code image} was opened, to {@code findings}. */
    public static Coverage run(Bytes bootstrap, RafsImage image, Findings findings) throws IOException {
        return new V5Check(bootstrap, image, findings).run();
    }

    private Coverage run() throws IOException {
        V5TableCheck tables = new V5TableCheck(superblock, image, owners, findings);
        tables.run();
        long inodes = countLinks();
        tables.inodesCount(inodes, index.entries());
        V5ChildrenCheck children = new V5ChildrenCheck(index, findings);
        V5RecordCheck records = new V5RecordCheck(index, links, image.superblock(), findings);
        V5ChunkCheck chunks = new V5ChunkCheck(index, image, findings);
        V5DigestCheck digests = new V5DigestCheck(index, image.superblock().digester(), findings);
        for (int i = V5Index.ROOT; i <= index.entries(); i++) {
            V5Record record = usable(i);
            if (record != null) {
                int current = i;
                findings.attempt("directory", () -> index.place(current), () -> children.check(current, record));
                records.check(i, record);
                findings.attempt("chunk", () -> index.place(current), () -> chunks.check(current, record));
                findings.attempt("inode-digest", () -> index.place(current), () -> digests.check(current, record));
            }
        }
        chunks.compare();
        tables.prefetch(number -> index.has(number) && links[(int) number] > 0);
        return new Coverage(inodes, Math.max(0, index.entries() - 1));
    }

    /** Counts the inode numbers, and the records of each. */
    private long countLinks() {
        long inodes = 0;
        for (int i = V5Index.ROOT; i <= index.entries(); i++) {
            try {
                long number = index.record(i).number();
                if (index.has(number) && links[(int) number]++ == 0) {
                    inodes++;
                }
            } catch (RafsFormatException e) {
                // A finding once the record itself is checked
            }
        }
        return inodes;
    }

    /** The record at {@code i}, if it has a type, an end, and its bytes to itself; null and a finding otherwise. */
    private @Nullable V5Record usable(int i) {
        V5Record record;
        try {
            record = index.record(i);
        } catch (RafsFormatException e) {
            findings.failed("inode-table", Location.at(index.entryOffset(i)), e);
            return null;
        }
        try {
            FileType.ofMode(record.inode().i32(V5Layout.I_MODE));
        } catch (RafsFormatException e) {
            findings.failed("mode", () -> index.place(i), e);
            return null;
        }
        try {
            long start = record.inode().start();
            if (!owners.claim(start, record.end(CHUNK_INFO_SIZE) - start)) {
                findings.corrupt("inode-overlap", () -> index.place(i), "shares bytes with another inode or a table");
                return null;
            }
        } catch (RafsFormatException e) {
            findings.failed("inode-size", () -> index.place(i), e);
            return null;
        }
        return record;
    }
}
