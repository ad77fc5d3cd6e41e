package dev.nydusview.check.built;

import dev.nydusview.check.ChunkCatalog;
import dev.nydusview.check.ChunkIndexCheck;
import dev.nydusview.check.finding.Findings;
import dev.nydusview.rafs.built.BuiltReader;

/** Looks up every chunk of built images. */
final class ChunkIndexes {
    private ChunkIndexes() {}

    static Findings check(BuiltReader reader) {
        Findings findings = new Findings();
        ChunkCatalog catalog = ChunkCatalog.of(reader.image(), reader.bootstrapLength(), findings);
        new ChunkIndexCheck(reader.image(), reader.metas(), findings).run(catalog);
        return findings;
    }
}
