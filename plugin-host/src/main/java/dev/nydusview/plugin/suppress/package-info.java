/**
 * Suppression of findings: {@link SuppressionFiles} reads ignore files, baselines and VEX documents, and the {@link
 * Suppressions} in them say for each finding whether it counts, as a {@link ReviewedFinding}.
 */
@NullMarked
package dev.nydusview.plugin.suppress;

import org.jspecify.annotations.NullMarked;
