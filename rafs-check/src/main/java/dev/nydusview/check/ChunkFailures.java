package dev.nydusview.check;

import dev.nydusview.check.finding.Findings;
import dev.nydusview.check.finding.Location;
import dev.nydusview.check.finding.Severity;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.walk.FileChunks;
import dev.nydusview.rafs.walk.TreeWalk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chunks that could not be read, until the files that they belong to are known. Each damaged chunk is a finding; all
 * unreadable or unsupported chunks of one blob are one finding.
 */
final class ChunkFailures {
    /** Files that a finding names. */
    private static final int MAX_FILES = 3;

    private final RafsImage image;
    private final Findings findings;
    private final String code;
    private long uses;
    private final Map<Key, Failure> damaged = new LinkedHashMap<>();
    private final Map<BlobFailure, Failure> blobs = new LinkedHashMap<>();

    /** @param uses how many references to chunks the image has */
    ChunkFailures(RafsImage image, Findings findings, String code, long uses) {
        this.uses = uses;
        this.image = image;
        this.findings = findings;
        this.code = code;
    }

    private record Key(int blobIndex, int index) {
        static Key of(ChunkRef chunk) {
            return new Key(chunk.blobIndex(), chunk.index());
        }
    }

    private record BlobFailure(int blobIndex, Severity severity) {}

    /** A reason for which chunks failed, with their files. */
    private static final class Failure {
        private final IOException reason;
        private final List<EntryPath> files = new ArrayList<>();
        private long chunks;

        Failure(IOException reason) {
            this.reason = reason;
        }

        void usedBy(EntryPath file) {
            if (files.size() < MAX_FILES
                    && (files.isEmpty() || !files.get(files.size() - 1).equals(file))) {
                files.add(file);
            }
        }
    }

    /** A chunk that failed. What is found beyond the findings that are listed is only counted. */
    void add(ChunkRef chunk, IOException reason) {
        if (Findings.severity(reason) != Severity.CORRUPT) {
            addAll(chunk.blobIndex(), 1, reason);
        } else if (damaged.size() < Findings.MAX_LISTED) {
            damaged.put(Key.of(chunk), new Failure(reason));
        } else {
            findings.failed(code, Location.IMAGE, reason);
        }
    }

    /** Adds chunks of one blob that failed for the same reason, or were not tried because of it. */
    void addAll(int blobIndex, long chunks, IOException reason) {
        BlobFailure key = new BlobFailure(blobIndex, Findings.severity(reason));
        blobs.computeIfAbsent(key, k -> new Failure(reason)).chunks += chunks;
    }

    /** Makes the findings, with the files that are concerned. */
    void report() {
        if (damaged.isEmpty() && blobs.isEmpty()) {
            return;
        }
        BitSet seen = new BitSet();
        TreeWalk.readable(image.tree(), (path, inode) -> {
            int number = (int) inode.number();
            if (inode.isRegular() && !seen.get(number)) {
                seen.set(number);
                int chunkSize = image.superblock().chunkSize();
                FileChunks.visit(image.tree(), inode, chunkSize, record -> used(record.chunk(), path));
            }
            return uses > 0;
        });
        damaged.values().forEach(failure -> findings.failed(code, Location.of(failure.files), failure.reason));
        blobs.forEach(this::report);
    }

    private void used(ChunkRef chunk, EntryPath path) {
        uses--;
        Failure failure = damaged.get(Key.of(chunk));
        if (failure != null) {
            failure.usedBy(path);
        }
        for (Map.Entry<BlobFailure, Failure> blob : blobs.entrySet()) {
            if (blob.getKey().blobIndex == chunk.blobIndex()) {
                blob.getValue().usedBy(path);
            }
        }
    }

    private void report(BlobFailure key, Failure failure) {
        BlobInfo blob = image.blobs().get(key.blobIndex);
        findings.failed(
                code,
                Location.of(failure.files),
                failure.reason,
                failure.chunks + (failure.chunks == 1 ? " chunk" : " chunks") + " of blob " + blob.id() + ": "
                        + failure.reason.getMessage());
    }
}
