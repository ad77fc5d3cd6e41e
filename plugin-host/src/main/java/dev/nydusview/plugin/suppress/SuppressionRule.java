package dev.nydusview.plugin.suppress;

import dev.nydusview.plugin.report.Finding;
import org.jspecify.annotations.Nullable;

/** Decides about findings. */
@FunctionalInterface
interface SuppressionRule {
    /**
     * Returns why {@code finding} does not count; null if it counts as far as this rule is concerned.
     *
     * @param finding with one detail at most
     */
    @Nullable
    Suppression suppression(ImageIdentity image, Finding finding, String fingerprint);
}
