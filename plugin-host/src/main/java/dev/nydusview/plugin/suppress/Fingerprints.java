package dev.nydusview.plugin.suppress;

import dev.nydusview.base.Sha256;
import dev.nydusview.plugin.report.Detail;
import dev.nydusview.plugin.report.Finding;
import dev.nydusview.plugin.report.FindingRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Gives the findings of one run of a plugin names that stay when the image is built, tagged or scanned again: a digest
 * of plugin, rule, repository, subject and content, and the number of the finding among those of the same digest. Levels,
 * sizes, times and owners are not part of it; neither are digests in texts.
 */
final class Fingerprints {
    private static final int LENGTH = 32;

    /** Members that say what was found, and where. */
    private static final List<String> IDENTITY = List.of(
            "key",
            "username",
            "service",
            "target",
            "bin_name",
            "id",
            "malicious_name",
            "instruction",
            "content",
            "context_content",
            "value");

    private static final Pattern DIGEST = Pattern.compile("\\b[0-9a-f]{12,}\\b");
    private static final Pattern COUNT = Pattern.compile("[0-9]+");

    private final ImageIdentity image;
    private final Map<String, Integer> numbers = new HashMap<>();

    Fingerprints(ImageIdentity image) {
        this.image = image;
    }

    /** Returns the fingerprint of the next finding, which has one detail at most. */
    String next(Finding finding) {
        String digest = Sha256.of(String.join("\0", identity(finding)).getBytes(StandardCharsets.UTF_8))
                .hex()
                .substring(0, LENGTH);
        return digest + ":" + numbers.merge(digest, 1, Integer::sum);
    }

    private List<String> identity(Finding finding) {
        Detail detail = finding.detail();
        List<String> parts = new ArrayList<>(List.of(
                image.portable(),
                finding.run().plugin(),
                finding.run().command(),
                FindingRule.of(finding).id(),
                detail.path()));
        for (String member : IDENTITY) {
            parts.add(DIGEST.matcher(detail.text(member)).replaceAll("#"));
        }
        parts.add(description(detail));
        return parts;
    }

    /** Without a path, it may count what is in the whole image, which changes with every build. */
    private static String description(Detail detail) {
        String words = DIGEST.matcher(detail.text("description")).replaceAll("#");
        return detail.path().isEmpty() ? COUNT.matcher(words).replaceAll("#") : words;
    }
}
