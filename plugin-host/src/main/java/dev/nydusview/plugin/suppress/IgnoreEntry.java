package dev.nydusview.plugin.suppress;

import dev.nydusview.base.Glob;
import dev.nydusview.plugin.report.Finding;
import dev.nydusview.plugin.report.FindingRule;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of an ignore file.
 *
 * @param rule pattern of rules; null for all
 * @param path pattern of paths without the leading slash; null for all findings, even those without a path
 * @param image pattern of names of images; null for all
 * @param until last day, in UTC, on which it suppresses; null for ever
 */
record IgnoreEntry(
        @Nullable Glob rule,
        @Nullable Glob path,
        @Nullable Glob image,
        @Nullable LocalDate until,
        Suppression suppression)
        implements SuppressionRule {
    boolean isExpired(LocalDate today) {
        return until != null && today.isAfter(until);
    }

    @Override
    public @Nullable Suppression suppression(ImageIdentity identity, Finding finding, String fingerprint) {
        boolean fits = fits(rule, FindingRule.of(finding).words())
                && fits(path, paths(finding))
                && fits(image, identity.names());
        return fits ? suppression : null;
    }

    private static List<String> paths(Finding finding) {
        String path = finding.detail().path();
        return path.isEmpty() ? List.of() : List.of(relative(path));
    }

    private static boolean fits(@Nullable Glob glob, Collection<String> names) {
        return glob == null || names.stream().anyMatch(name -> glob.matches(name.getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns {@code path} without slashes at its start, which patterns may have or leave out. */
    static String relative(String path) {
        return path.replaceFirst("^/+", "");
    }
}
