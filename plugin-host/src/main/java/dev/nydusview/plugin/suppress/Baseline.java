package dev.nydusview.plugin.suppress;

import dev.nydusview.base.json.JsonLimits;
import dev.nydusview.base.json.LocatedJson;
import dev.nydusview.base.json.MalformedJsonException;
import dev.nydusview.plugin.report.Finding;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Findings of an earlier document, in JSON or SARIF. Those that an ignore file or VEX suppressed are not among them, so
 * that they count again once nothing else suppresses them.
 */
final class Baseline implements SuppressionRule {
    private static final JsonLimits LIMITS =
            new JsonLimits(SuppressionFiles.MAX_SIZE, 64, SuppressionFiles.MAX_SIZE / 8, 64);

    private final Set<String> known = new HashSet<>();
    private final Suppression suppression;

    private Baseline(Path file) {
        this.suppression =
                new Suppression(Suppression.Source.BASELINE, file.toString(), "known from the baseline " + file);
    }

    /** Reads {@code document}, which is that of {@code file}. */
    static Baseline read(Path file, byte[] document) throws MalformedJsonException {
        LocatedJson top = LocatedJson.parse(document, LIMITS);
        Baseline baseline = new Baseline(file);
        if (top.member("images") != null) {
            baseline.addImages(top.elements("images"));
        } else if (top.member("runs") != null) {
            baseline.addRuns(top.elements("runs"));
        } else {
            throw top.wrong("neither a JSON nor a SARIF document of nydusview: it has no \"images\" and no \"runs\"");
        }
        return baseline;
    }

    private void addImages(List<LocatedJson> images) throws MalformedJsonException {
        for (LocatedJson image : images) {
            for (LocatedJson finding : image.elements("findings")) {
                addFinding(finding);
            }
            for (LocatedJson finding : image.elements("suppressed")) {
                if (isOfBaseline(finding.member("suppression"))) {
                    addFinding(finding);
                }
            }
        }
    }

    private void addFinding(LocatedJson finding) throws MalformedJsonException {
        List<LocatedJson> fingerprints = finding.elements("fingerprints");
        if (fingerprints.isEmpty()) {
            throw finding.wrong(
                    "the finding has no \"fingerprints\": let this version of nydusview write the baseline");
        }
        for (LocatedJson fingerprint : fingerprints) {
            known.add(fingerprint.string());
        }
    }

    private void addRuns(List<LocatedJson> runs) throws MalformedJsonException {
        for (LocatedJson run : runs) {
            for (LocatedJson result : run.elements("results")) {
                addResult(result);
            }
        }
    }

    private void addResult(LocatedJson result) throws MalformedJsonException {
        LocatedJson prints = result.member("partialFingerprints");
        String fingerprint = prints == null ? null : prints.string(ReviewedFinding.FINGERPRINT);
        if (fingerprint == null) {
            throw result.wrong("the result has no fingerprint \"" + ReviewedFinding.FINGERPRINT
                    + "\": let this version of nydusview write the baseline");
        }
        List<LocatedJson> suppressions = result.elements("suppressions");
        if (suppressions.isEmpty() || isOfBaseline(suppressions.get(0).member("properties"))) {
            known.add(fingerprint);
        }
    }

    private static boolean isOfBaseline(@Nullable LocatedJson suppression) throws MalformedJsonException {
        return suppression != null && Suppression.Source.BASELINE.label().equals(suppression.string("source"));
    }

    @Override
    public @Nullable Suppression suppression(ImageIdentity image, Finding finding, String fingerprint) {
        return known.contains(fingerprint) ? suppression : null;
    }
}
