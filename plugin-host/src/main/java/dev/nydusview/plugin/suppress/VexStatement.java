package dev.nydusview.plugin.suppress;

import dev.nydusview.plugin.report.Detail;
import dev.nydusview.plugin.report.Finding;
import dev.nydusview.plugin.report.FindingRule;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A statement of a VEX document.
 *
 * @param vulnerabilities names of one vulnerability, or of a rule of a plugin
 * @param suppression why what it covers does not count; null if it counts, as it is affected or not known to be not
 */
record VexStatement(
        Instant time, Set<String> vulnerabilities, List<VexProduct> products, @Nullable Suppression suppression) {
    VexStatement {
        vulnerabilities = Set.copyOf(vulnerabilities);
        products = List.copyOf(products);
    }

    boolean covers(ImageIdentity image, Detail found) {
        return products.stream().anyMatch(product -> product.covers(image, found));
    }

    /** The names by which a statement may mean what was found. */
    static Set<String> names(Finding finding) {
        Set<String> names = new HashSet<>(FindingRule.of(finding).words());
        for (JsonNode alias : finding.detail().members().path("aliases")) {
            names.add(alias.stringValue(""));
        }
        return names;
    }
}
