package dev.nydusview.plugin.suppress;

import dev.nydusview.plugin.report.Detail;
import dev.nydusview.plugin.report.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Statements of VEX documents, of which a later one overrides earlier ones. */
final class VexStatements implements SuppressionRule {
    private final List<VexStatement> latestLast;
    /** Indexes of the statements about each vulnerability. */
    private final Map<String, List<Integer>> places = new HashMap<>();

    /** @param statements in the order of their documents, which decides between those of the same time */
    VexStatements(List<VexStatement> statements) {
        this.latestLast = statements.stream()
                .sorted(Comparator.comparing(VexStatement::time))
                .toList();
        for (int i = 0; i < latestLast.size(); i++) {
            for (String name : latestLast.get(i).vulnerabilities()) {
                places.computeIfAbsent(name, any -> new ArrayList<>()).add(i);
            }
        }
    }

    @Override
    public @Nullable Suppression suppression(ImageIdentity image, Finding finding, String fingerprint) {
        Detail found = finding.detail();
        return VexStatement.names(finding).stream()
                .flatMap(name -> places.getOrDefault(name, List.of()).stream())
                .filter(place -> latestLast.get(place).covers(image, found))
                .max(Comparator.naturalOrder())
                .map(place -> latestLast.get(place).suppression())
                .orElse(null);
    }
}
