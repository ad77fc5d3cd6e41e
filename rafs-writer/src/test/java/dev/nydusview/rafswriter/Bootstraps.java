package dev.nydusview.rafswriter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.check.StructureCheck;
import dev.nydusview.check.finding.Findings;
import dev.nydusview.check.finding.Severity;
import dev.nydusview.rafs.built.RealTool;
import dev.nydusview.rafswriter.tree.NewImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Writes bootstraps, and has them checked. */
final class Bootstraps {
    private Bootstraps() {}

    static ByteBuffer write(NewImage image, Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "bootstrap", null);
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long size = BootstrapWriter.write(image, out);
            assertThat(size).isEqualTo(out.size());
        }
        return ByteBuffer.wrap(Files.readAllBytes(file));
    }

    static void assertSound(ByteBuffer bootstrap) throws IOException {
        Findings findings = new Findings();
        StructureCheck.run(bootstrap, findings);
        assertThat(findings.listed())
                .filteredOn(finding -> finding.severity() != Severity.NOTE)
                .isEmpty();
    }

    /** Has the real nydus-image check a bootstrap; skips the test where it is not installed. */
    static void assertNydusImageAgrees(ByteBuffer bootstrap, Path directory) throws Exception {
        Path file = directory.resolve("image.boot");
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            out.write(bootstrap.duplicate());
        }
        assertThat(RealTool.run(List.of("nydus-image", "check", "--bootstrap", file.toString())))
                .contains("metadata is valid");
    }
}
