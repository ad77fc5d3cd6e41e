package dev.nydusview.plugin.suppress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.plugin.report.AlertType;
import dev.nydusview.plugin.report.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VexDocumentTest {
    private static final String FOUND =
            "{'id': 'CVE-2030-1', 'aliases': ['GHSA-1'], 'purl': 'pkg:deb/debian/zlib1g@1.3?arch=amd64'}";
    private static final String PRODUCT = "'products': [{'@id': 'registry.example:5000/team/app'}]";

    @TempDir
    Path directory;

    private List<Suppression> suppressions(String... statements) throws IOException {
        Path file = Findings.file(
                directory,
                "{'@context': 'https://openvex.dev/ns/v0.2.0', 'timestamp': '2030-01-01T00:00:00Z',\n'statements': [\n"
                        + String.join(",\n", statements) + "]}");
        Finding finding = Findings.of(AlertType.VULNERABILITY, FOUND);
        return new SuppressionFiles(List.of(), List.of(), List.of(file))
                .read(LocalDate.EPOCH).review(Findings.APP, List.of(finding)).stream()
                        .filter(reviewed -> !reviewed.counts())
                        .map(ReviewedFinding::suppression)
                        .toList();
    }

    private static String fixed(String vulnerability, String products) {
        return "{'vulnerability': " + vulnerability + ", " + products + ", 'status': 'fixed'}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name': 'CVE-2030-1'}",
                "{'@id': 'https://example/1', 'name': 'CVE-2030-0', 'aliases': ['CVE-2030-1']}",
                "{'name': 'GHSA-1'}",
                "'CVE-2030-1'",
                "{'name': 'Vulnerability'}"
            })
    void vulnerabilitiesMatchByAnyName(String vulnerability) throws IOException {
        assertThat(suppressions(fixed(vulnerability, PRODUCT)))
                .extracting(Suppression::justification)
                .containsExactly("fixed");
        assertThat(suppressions(fixed("'CVE-2030-2'", PRODUCT))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'registry.example:5000/team/app:1.0'",
                "{'@id': 'pkg:oci/app'}",
                "{'@id': 'pkg:oci/app@sha256%3Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa?arch=amd64'}",
                "{'@id': 'x', 'identifiers': {'purl': 'pkg:oci/app?repository_url=registry.example:5000/team/app&tag=1.0'}}",
                "{'@id': 'pkg:docker/team/app'}",
                "{'@id': 'pkg:deb/debian/zlib1g'}",
                "{'@id': 'pkg:deb/debian/zlib1g@1.3?arch=amd64'}",
                "{'@id': 'pkg:oci/app', 'subcomponents': [{'@id': 'pkg:deb/debian/zlib1g@1.3'}]}"
            })
    void productsMatchByReferenceOrPackageUrl(String product) throws IOException {
        assertThat(suppressions(fixed("'CVE-2030-1'", "'products': [" + product + "]")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'registry.example:5000/team/app:2.0'",
                "{'@id': 'pkg:oci/other'}",
                "{'@id': 'pkg:oci/app@sha256%3Abb'}",
                "{'@id': 'pkg:oci/app?arch=arm64'}",
                "{'@id': 'pkg:oci/app?tag=2.0'}",
                "{'@id': 'pkg:npm/app'}",
                "{'@id': 'pkg:deb/debian/zlib1g@1.2'}",
                "{'@id': 'pkg:deb/debian/zlib1g@1.3?arch=arm64'}",
                "{'@id': 'pkg:oci/app', 'subcomponents': [{'@id': 'pkg:deb/debian/openssl'}]}"
            })
    void otherProductsDoNotMatch(String product) throws IOException {
        assertThat(suppressions(fixed("'CVE-2030-1'", "'products': [" + product + "]")))
                .isEmpty();
    }

    @Test
    void laterStatementsOverrideEarlierOnes() throws IOException {
        String later = "{'vulnerability': 'CVE-2030-1', " + PRODUCT
                + ", 'status': 'affected', 'timestamp': '2030-06-01T00:00:00+02:00'}";
        assertThat(suppressions(later, fixed("'CVE-2030-1'", PRODUCT))).isEmpty();
        assertThat(suppressions(later.replace("2030-06", "2029-06"), fixed("'CVE-2030-1'", PRODUCT)))
                .hasSize(1);
    }

    @Test
    void justificationsAreKept() throws IOException {
        String statement = "{'vulnerability': 'CVE-2030-1', " + PRODUCT
                + ", 'status': 'not_affected', 'justification': 'component_not_present', 'impact_statement': 'unused'}";
        assertThat(suppressions(statement)).singleElement().satisfies(suppression -> {
            assertThat(suppression.source()).isEqualTo(Suppression.Source.VEX);
            assertThat(suppression.justification()).isEqualTo("not_affected: unused: component_not_present");
            assertThat(suppression.place()).endsWith(".json:3");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'status': 'fixed', 'products': ['a']|line 3: \"vulnerability\" is missing",
                "'vulnerability': 'a', 'status': 'fixed'|line 3: \"products\" is missing: name the image",
                "'vulnerability': 'a', 'products': ['a'], 'status': 'not_affected'|line 3: \"justification\" is missing:"
                        + " \"not_affected\" needs it or \"impact_statement\"",
                "'vulnerability': 'a', 'products': ['a'], 'status': 'gone'|line 3: \"status\" is not one of affected, fixed,"
                        + " not_affected, under_investigation",
                "'vulnerability': 'a', 'products': ['a'], 'status': 'fixed', 'timestamp': 'now'|line 3: \"timestamp\" is"
                        + " \"now\", not a time such as 2030-01-31T12:00:00Z"
            })
    void faultsNameFileAndLine(String members, String fault) {
        assertThatThrownBy(() -> suppressions("{" + members + "}"))
                .isInstanceOf(IOException.class)
                .message()
                .startsWith("the VEX document " + directory)
                .endsWith(" is malformed: " + fault);
    }

    @Test
    void otherDocumentsAreRefused() throws IOException {
        Path file = Findings.file(directory, "{'@context': 'https://example/'}");
        assertThatThrownBy(() -> new SuppressionFiles(List.of(), List.of(), List.of(file)).read(LocalDate.EPOCH))
                .hasMessageEndingWith("is malformed: line 1: not an OpenVEX document: its \"@context\" is not one of "
                        + "https://openvex.dev/ns");
    }
}
