package dev.nydusview.jobs.check;

import dev.nydusview.base.DataException;
import dev.nydusview.check.ChunkCatalog;
import dev.nydusview.check.ChunkIndexCheck;
import dev.nydusview.check.DeepCheck;
import dev.nydusview.check.StructureCheck;
import dev.nydusview.check.finding.Coverage;
import dev.nydusview.check.finding.Findings;
import dev.nydusview.check.finding.Location;
import dev.nydusview.image.NydusImage;
import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.Progress;
import dev.nydusview.jobs.image.JobContext;
import java.io.IOException;
import java.util.BitSet;

/** Runs the parts of a check, one after the other. */
public final class ImageChecker {
    private final JobContext context;

    public ImageChecker(JobContext context) {
        this.context = context;
    }

    /**
     * Checks an image without the cache, so that its current state is checked. An image that cannot be opened because
     * of its content has one finding.
     *
     * @param reference the image, as the user calls it
     * @param deep whether every chunk is fetched and verified
     */
    public CheckReport check(String reference, boolean deep) throws IOException {
        Findings findings = new Findings();
        try (NydusImage image =
                context.images().with(access -> access.withCached(false)).open(reference)) {
            return check(image, deep, findings);
        } catch (DataException e) {
            findings.failed("bootstrap", Location.IMAGE, e);
            return new CheckReport(reference, null, new Coverage(0, 0), 0, 0, null, findings);
        }
    }

    private CheckReport check(NydusImage image, boolean deep, Findings findings) throws IOException {
        Coverage coverage = StructureCheck.run(image.bootstrap(), findings);
        ChunkCatalog catalog = ChunkCatalog.of(image.rafs(), image.bootstrap().remaining(), findings);
        BitSet lost = new ChunkIndexCheck(image.rafs(), image.blobMetas(), findings).run(catalog);
        CheckReport.Verified verified = deep ? fetch(image, catalog, lost, findings) : null;
        return new CheckReport(
                image.name(),
                image.standsInFor().orElse(null),
                coverage,
                catalog.count(),
                catalog.bytes(),
                verified,
                findings);
    }

    @SuppressWarnings("try") // closing ends the progress line
    private CheckReport.Verified fetch(NydusImage image, ChunkCatalog catalog, BitSet lost, Findings findings)
            throws IOException {
        DeepCheck check = new DeepCheck(image.rafs(), image.chunks(), catalog, lost, findings);
        try (Console.Lasting ignored = context.console().progress(() -> progress(image, check, catalog))) {
            check.run();
        }
        return new CheckReport.Verified(check.chunks(), check.bytes());
    }

    private static Progress progress(NydusImage image, DeepCheck check, ChunkCatalog catalog) {
        return Progress.of("verifying", image.name()).bytes(check.bytes(), catalog.bytes());
    }
}
