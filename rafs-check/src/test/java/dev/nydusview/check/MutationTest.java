package dev.nydusview.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.base.DataException;
import dev.nydusview.check.finding.Finding;
import dev.nydusview.check.finding.Findings;
import dev.nydusview.check.finding.Severity;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a check ends, and finds only what it can find, whatever bytes of a bootstrap change. */
class MutationTest {
    private static final int MUTANTS = Integer.getInteger("nydusview.mutants", 300);

    @ParameterizedTest
    @Tag("soak")
    @ValueSource(strings = {"v5-zstd-4k", "v5-merged", "v6-zstd-4k", "v6-merged", "v6-tarfs", "v6-zran"})
    void checkAlwaysEnds(String kind) throws IOException {
        byte[] original = Files.readAllBytes(GoldenImage.of(kind).bootstrap());
        long seed = Long.getLong("nydusview.seed", kind.hashCode());
        SplittableRandom random = new SplittableRandom(seed);
        long found = 0;
        for (int i = 0; i < MUTANTS; i++) {
            found += findings(mutant(original, random, i));
        }
        assertThat(found).as("findings in mutants of seed " + seed).isPositive();
    }

    private static byte[] mutant(byte[] original, SplittableRandom random, int number) {
        byte[] mutant = original.clone();
        for (int flips = random.nextInt(1, 9); flips > 0; flips--) {
            mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
        }
        return number % 10 == 0 ? Arrays.copyOf(mutant, random.nextInt(mutant.length)) : mutant;
    }

    private static long findings(byte[] mutant) throws IOException {
        Findings findings = new Findings();
        try {
            StructureCheck.run(ByteBuffer.wrap(mutant), findings);
            ChunkCatalog.of(RafsImage.open(ByteBuffer.wrap(mutant)), mutant.length, findings);
        } catch (DataException e) {
            return 1;
        }
        assertThat(findings.listed())
                .extracting(Finding::severity)
                .doesNotContain(Severity.UNREADABLE)
                .hasSizeLessThanOrEqualTo(Findings.MAX_LISTED);
        return findings.count();
    }
}
