package dev.nydusview.check;

import dev.nydusview.check.finding.Coverage;
import dev.nydusview.check.finding.Findings;
import dev.nydusview.check.v5.V5Check;
import dev.nydusview.check.v6.V6Check;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.model.FormatVersion;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Checks every table, inode, directory entry and chunk reference of a bootstrap of either version. Memory grows by a
 * fraction of the size of the bootstrap, and with the depth of the tree.
 */
public final class StructureCheck {
    private StructureCheck() {}

    /** Adds the faults to {@code findings}; throws if the bootstrap cannot be opened at all. */
    public static Coverage run(ByteBuffer bootstrap, Findings findings) throws IOException {
        RafsImage image = RafsImage.open(bootstrap);
        Bytes bytes = Bytes.of("bootstrap", bootstrap);
        return image.superblock().version() == FormatVersion.V5
                ? V5Check.run(bytes, image, findings)
                : V6Check.run(bytes, image, findings);
    }
}
