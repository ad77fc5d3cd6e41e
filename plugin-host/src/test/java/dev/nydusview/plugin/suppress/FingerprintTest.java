package dev.nydusview.plugin.suppress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.plugin.report.AlertType;
import dev.nydusview.plugin.report.Finding;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fingerprints stay when an image is built and tagged again, and tell findings apart. */
class FingerprintTest {
    private static List<String> of(String image, Finding... findings) {
        return Suppressions.NONE.review(new ImageIdentity(image, Set.of()), List.of(findings)).stream()
                .map(ReviewedFinding::fingerprint)
                .toList();
    }

    private static String of(String detail) throws IOException {
        return of(Findings.NAME, Findings.of(AlertType.BACKDOOR, detail)).get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry.example:5000/team/app:2.0",
                "registry.example:5000/team/app",
                "docker://mirror.example/team/app:1.0",
                "localhost/team/app@sha256:00",
                "team/app:latest"
            })
    void tagsDigestsAndHostsAreNotPartOfThem(String other) throws IOException {
        assertThat(of(other, Findings.key())).isEqualTo(of(Findings.NAME, Findings.key()));
    }

    @ParameterizedTest
    @CsvSource({
        "oci:/builds/1/app:new, oci:/builds/2/app:old",
        "oci:app:1, oci:/x/app",
        "oci-archive:/x/app.tar:1, oci-archive:app.tar"
    })
    void directoriesAreNotPartOfThem(String one, String other) throws IOException {
        assertThat(of(one, Findings.key())).isEqualTo(of(other, Findings.key()));
    }

    @Test
    void repositoriesAndCommandsTellFindingsApart() throws IOException {
        assertThat(of("registry.example/team/other:1.0", Findings.key()))
                .isNotEqualTo(of("registry.example/team/app:1.0", Findings.key()));
    }

    @Test
    void sizesOwnersAndDigestsInTextsAreNotPartOfThem() throws IOException {
        assertThat(of("{'path': '/a', 'size': 1, 'uid': 0, 'content': 'COPY file:0123456789abcdef in /'}"))
                .isEqualTo(of("{'path': '/a', 'size': 2, 'uid': 7, 'content': 'COPY file:fedcba9876543210 in /'}"));
        assertThat(of("{'description': '11 executables'}")).isEqualTo(of("{'description': '12 executables'}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'path': '/b', 'rule_id': 'r', 'content': 'c', 'description': '2 keys'}",
                "{'path': '/a', 'rule_id': 's', 'content': 'c', 'description': '2 keys'}",
                "{'path': '/a', 'rule_id': 'r', 'content': 'd', 'description': '2 keys'}",
                "{'path': '/a', 'rule_id': 'r', 'content': 'c', 'description': '3 keys'}"
            })
    void placesRulesAndContentsTellFindingsApart(String other) throws IOException {
        assertThat(of(other))
                .isNotEqualTo(of("{'path': '/a', 'rule_id': 'r', 'content': 'c', 'description': '2 keys'}"));
    }

    @Test
    void equalFindingsAreNumbered() throws IOException {
        List<String> twice = of(Findings.NAME, Findings.of(AlertType.SENSITIVE_FILE, Findings.KEY, Findings.KEY));
        String first = of(Findings.NAME, Findings.key()).get(0);
        assertThat(first).matches("[0-9a-f]{32}:1");
        assertThat(twice).containsExactly(first, first.replaceFirst(":1$", ":2"));
    }
}
