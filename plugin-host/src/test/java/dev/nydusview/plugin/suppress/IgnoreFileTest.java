package dev.nydusview.plugin.suppress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.plugin.report.AlertType;
import dev.nydusview.plugin.report.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IgnoreFileTest {
    private static final LocalDate TODAY = LocalDate.of(2030, 1, 31);

    @TempDir
    Path directory;

    private Suppressions read(String entries) throws IOException {
        Path file = Findings.file(directory, "{'schemaVersion': 1,\n'ignore': [\n" + entries + "]}");
        return new SuppressionFiles(List.of(file), List.of(), List.of()).read(TODAY);
    }

    private static List<Suppression> suppressions(Suppressions suppressions, Finding finding) {
        return suppressions.review(Findings.APP, List.of(finding)).stream()
                .filter(reviewed -> !reviewed.counts())
                .map(ReviewedFinding::suppression)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'rule': 'private-key'",
                "'rule': 'SensitiveFile'",
                "'rule': 'SensitiveFile/private-key'",
                "'rule': '*/private-*'",
                "'path': '/root/**'",
                "'path': 'root/.ssh/id_{rsa,dsa}'",
                "'path': '**/id_rsa'",
                "'rule': 'private-key', 'path': '/root/.ssh/*'",
                "'rule': 'private-key', 'image': 'registry.example:5000/team/**'",
                "'rule': 'private-key', 'image': '**/app'",
                "'rule': 'private-key', 'image': 'registry.example:5000/team/app:1.*'",
                "'rule': 'private-key', 'until': '2030-01-31'"
            })
    void entriesMatchByRulePathAndImage(String members) throws IOException {
        Suppressions suppressions = read("{" + members + ", 'why': 'a sample'}");
        assertThat(suppressions(suppressions, Findings.key())).singleElement().satisfies(suppression -> {
            assertThat(suppression.source()).isEqualTo(Suppression.Source.IGNORE_FILE);
            assertThat(suppression.justification()).isEqualTo("a sample");
            assertThat(suppression.place()).endsWith(".json:3");
        });
        assertThat(suppressions.notices()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'rule': 'private'",
                "'rule': 'private-key', 'path': '/home/**'",
                "'path': '/root/*'",
                "'rule': 'private-key', 'image': 'registry.example:5000/other/**'"
            })
    void entriesThatDoNotMatchSuppressNothing(String members) throws IOException {
        assertThat(suppressions(read("{" + members + ", 'why': 'a sample'}"), Findings.key()))
                .isEmpty();
    }

    @Test
    void pathsDoNotMatchFindingsWithoutOne() throws IOException {
        Finding variable = Findings.of(AlertType.SENSITIVE_ENV, "{'key': 'PASSWORD'}");
        assertThat(suppressions(read("{'path': '**', 'why': 'x'}"), variable)).isEmpty();
        assertThat(suppressions(read("{'rule': 'SensitiveEnv', 'why': 'x'}"), variable))
                .hasSize(1);
    }

    @Test
    void eachDetailIsReviewedByItself() throws IOException {
        Finding both = Findings.of(AlertType.SENSITIVE_FILE, "{'path': '/a'}", "{'path': '/b'}");
        List<ReviewedFinding> reviewed = read("{'path': '/b', 'why': 'x'}").review(Findings.APP, List.of(both));
        assertThat(reviewed).extracting(ReviewedFinding::counts).containsExactly(true, false);
    }

    @Test
    void expiredEntriesSuppressNothingAndAreTold() throws IOException {
        Suppressions suppressions = read("{'rule': 'private-key', 'until': '2030-01-30', 'why': 'a sample'}");
        assertThat(suppressions(suppressions, Findings.key())).isEmpty();
        assertThat(suppressions.notices())
                .singleElement()
                .asString()
                .endsWith(".json:3: the entry expired on 2030-01-30 and suppresses nothing: a sample");
    }

    @Test
    void entriesThatSuppressNothingAreUnused() throws IOException {
        Suppressions suppressions = read("{'rule': 'private-key', 'why': 'one'},\n{'rule': 'nothing', 'why': 'two'}");
        assertThat(suppressions.unused(Set.copyOf(suppressions(suppressions, Findings.key()))))
                .extracting(Suppression::justification)
                .containsExactly("two");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'rule': 'a'}|line 3: \"why\" is missing: say why the finding does not count",
                "{'rule': 'a', 'why': ' '}|line 3: \"why\" is missing: say why the finding does not count",
                "{'why': 'x'}|line 3: \"rule\" and \"path\" are missing: an entry needs at least one of them",
                "{'rule': 'a', 'why': 'x', 'untill': ''}|line 3: the name \"untill\" is unknown; known are image, path, rule,"
                        + " until, why",
                "{'rule': 'a', 'why': 'x', 'until': 'soon'}|line 3: \"until\" is \"soon\", not a day such as 2030-01-31",
                "{'rule': 'a{', 'why': 'x'}|line 3: \"a{\" is not a pattern: its braces do not match",
                "{'rule': 1, 'why': 'x'}|line 3: expected a string",
                "'a'|line 3: expected an object"
            })
    void faultsNameFileAndLine(String entry, String fault) {
        assertThatThrownBy(() -> read(entry))
                .isInstanceOf(IOException.class)
                .message()
                .startsWith("the ignore file " + directory)
                .endsWith(" is malformed: " + fault);
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path other = Findings.file(directory, "{\n'schemaVersion': 2}");
        assertThatThrownBy(() -> new SuppressionFiles(List.of(other), List.of(), List.of()).read(TODAY))
                .hasMessageEndingWith("is malformed: line 2: \"schemaVersion\" is not 1");
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> new SuppressionFiles(List.of(missing), List.of(), List.of()).read(TODAY))
                .hasMessage("the ignore file " + missing + " does not exist");
    }
}
