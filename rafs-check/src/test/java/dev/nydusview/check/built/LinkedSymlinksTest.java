package dev.nydusview.check.built;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.check.StructureCheck;
import dev.nydusview.check.finding.Finding;
import dev.nydusview.check.finding.Findings;
import dev.nydusview.check.finding.Severity;
import dev.nydusview.rafs.built.BuiltReader;
import dev.nydusview.testdata.builder.Attributes;
import dev.nydusview.testdata.builder.BuiltImage;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Symbolic links and pipes with several names, as builders before 2.4.4 left them. */
class LinkedSymlinksTest {
    private static final int V5_UID = 48;

    private static SourceTree tree() {
        return new SourceTree()
                .symlink("/a", "target")
                .fifo("/pipe", Attributes.FILE)
                .directory("/b")
                .hardLink("/b/a", "/a")
                .hardLink("/b/pipe", "/pipe");
    }

    private static List<Finding> check(byte[] bootstrap) throws IOException {
        Findings findings = new Findings();
        StructureCheck.run(ByteBuffer.wrap(bootstrap), findings);
        return findings.listed();
    }

    @Test
    void areRemarkedOnInV5() throws IOException {
        BuiltImage image = ImageBuilder.v5().build(tree());

        image.listing().assertMatches(BuiltReader.of(image).listing());
        assertThat(check(image.bootstrap())).hasSize(2).allSatisfy(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.code()).isEqualTo("hard-link");
        });
    }

    @Test
    void areNotRemarkedOnInV6() throws IOException {
        BuiltImage image = ImageBuilder.v6().build(tree());

        image.listing().assertMatches(BuiltReader.of(image).listing());
        assertThat(check(image.bootstrap()))
                .extracting(Finding::code)
                .doesNotContain("hard-link", "inode-number", "link-count");
    }

    @Test
    void mayNotDiffer() throws IOException {
        BuiltImage image = ImageBuilder.v5().build(tree());
        byte[] bootstrap = image.bootstrap();
        int second = (int) BuiltReader.of(image).inode("/b/a").offset();
        ByteBuffer.wrap(bootstrap).order(ByteOrder.LITTLE_ENDIAN).putInt(second + V5_UID, 77);

        assertThat(check(bootstrap)).extracting(Finding::severity).contains(Severity.CORRUPT);
    }
}
