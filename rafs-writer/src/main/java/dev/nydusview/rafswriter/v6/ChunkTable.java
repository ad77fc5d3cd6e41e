package dev.nydusview.rafswriter.v6;

import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafswriter.output.ChunkRow;
import dev.nydusview.rafswriter.output.Stretch;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** The chunk table: a row for each chunk, however many files have it. One bit for each chunk of a blob is kept. */
final class ChunkTable {
    private final Stretch out;
    private final Map<Integer, BitSet> written = new HashMap<>();

    ChunkTable(Stretch out) {
        this.out = out;
    }

    void add(ChunkRecord row) throws IOException {
        ChunkRef chunk = row.chunk();
        BitSet ofBlob = written.computeIfAbsent(chunk.blobIndex(), unused -> new BitSet());
        if (!ofBlob.get(chunk.index())) {
            ofBlob.set(chunk.index());
            ChunkRow.write(row, out);
        }
    }
}
