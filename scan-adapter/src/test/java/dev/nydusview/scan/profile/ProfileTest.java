package dev.nydusview.scan.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.json.Documents;
import dev.nydusview.scan.scanner.Find;
import dev.nydusview.scan.scanner.ReportFormat;
import dev.nydusview.scan.scanner.ScanRequest;
import dev.nydusview.scan.scanner.Scanner;
import dev.nydusview.scan.scanner.Scanners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileTest {
    @TempDir
    Path directory;

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("own.json"), content);
    }

    @Test
    void readsWhatIsWritten() throws IOException {
        Profile profile = new Profile(
                1,
                "own",
                "of mine",
                List.of(
                        new Rule(List.of("a/**"), List.of("**/*.md"), "0111", 1L, 2L, FilePart.ENDS),
                        new Rule(null, null, null, null, null, FilePart.FIRST)));
        Path file = Files.write(directory.resolve("own.json"), Documents.write(profile));
        assertThat(Profile.read(file)).isEqualTo(profile);
        assertThat(file).content().contains("\"fetch\" : \"ends\"").doesNotContain("null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"schemaVersion\":1,\"name\":\"x\",\"rules\":[],\"more\":1} | more",
                "{\"schemaVersion\":1,\"name\":\"x\",\"rules\":[{\"path\":[\"a\"],\"fetch\":\"whole\"}]} | path",
                "{\"schemaVersion\":1,\"name\":\"x\",\"rules\":[{\"fetch\":\"half\"}]} | half",
                "{\"schemaVersion\":1,\"name\":\"x\",\"rules\":[{\"paths\":[\"{a\"],\"fetch\":\"whole\"}]}"
                        + " | \"{a\" is not a pattern: its braces do not match",
                "{\"schemaVersion\":1,\"name\":\"x\",\"rules\":[{\"except\":[\"a}\"],\"fetch\":\"whole\"}]}"
                        + " | \"a}\" is not a pattern: its braces do not match",
                "{\"schemaVersion\":1,\"name\":\"x\",\"rules\":[{\"modeAny\":\"rwx\",\"fetch\":\"whole\"}]}"
                        + " | modeAny is \"rwx\", not permission bits in octal such as 0111",
                "{\"schemaVersion\":1,\"name\":\"x\",\"rules\":[{\"paths\":[\"a\"]}]} | a rule has no fetch",
                "{\"schemaVersion\":1,\"name\":\"x\",\"rules\":[{\"paths\":[null],\"fetch\":\"whole\"}]} | a pattern is null",
                "{\"schemaVersion\":1,\"name\":\"x\",\"rules\":[null]} | it has no name or no rules, or a rule is null",
                "{\"schemaVersion\":1,\"name\":\"x\"} | it has no name or no rules, or a rule is null",
                "{\"schemaVersion\":1,\"rules\":[]} | it has no name or no rules, or a rule is null",
                "rules: [] | rules",
                "null | it is empty",
                "[] | Array",
            })
    void whatIsWrongIsSaid(String content, String reason) throws IOException {
        Path file = file(content);
        assertThatThrownBy(() -> Profile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the profile " + file + " is invalid: ")
                .hasMessageContaining(reason);
    }

    @Test
    void anEmptyFileIsNone() throws IOException {
        Path file = file("");
        assertThatThrownBy(() -> Profile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the profile " + file + " is invalid: ");
    }

    @Test
    void otherVersionsAreRefused() throws IOException {
        Path file = file("{\"schemaVersion\":2,\"name\":\"x\",\"rules\":[]}");
        assertThatThrownBy(() -> Profile.read(file))
                .hasMessage("the profile " + file
                        + " has schema version 2 and 0 rules; this program reads version 1 with at most 4096");
    }

    @Test
    void hugeFilesAreRefused() throws IOException {
        Path file = Files.write(directory.resolve("huge.json"), new byte[(4 << 20) + 1]);
        assertThatThrownBy(() -> Profile.read(file))
                .hasMessage("the profile " + file + " is larger than 4194304 bytes");
    }

    @Test
    void unknownNames() {
        assertThatThrownBy(() -> Profile.shipped("none")).hasMessage("there is no profile none");
    }

    /** The profiles of all scanners are shipped, whatever the scanners look for. */
    @Test
    void shippedProfilesAreThere() throws IOException {
        for (String name : Scanners.names()) {
            Scanner scanner = Scanners.named(name).orElseThrow();
            for (Find find : Find.values()) {
                for (Set<Find> finds : List.of(EnumSet.of(find), EnumSet.noneOf(Find.class))) {
                    ScanRequest request = new ScanRequest(
                            Path.of("/"), "x", finds, ReportFormat.TABLE, List.of(), Duration.ofMinutes(1));
                    for (String profile : scanner.profiles(request)) {
                        Profile shipped = Profile.shipped(profile);
                        assertThat(shipped.name()).isEqualTo(profile);
                        assertThat(shipped.description()).isNotBlank();
                        assertThat(shipped.rules()).isNotEmpty();
                    }
                }
            }
        }
    }

    @Test
    void exceptionsAreAddedToEachRule() {
        Profile profile = new Profile(
                1,
                "own",
                null,
                List.of(
                        new Rule(null, List.of("b"), null, null, null, FilePart.WHOLE),
                        new Rule(List.of("c"), null, null, null, null, FilePart.FIRST)));
        assertThat(profile.except(List.of("a/**", "{broken")).rules())
                .extracting(Rule::except)
                .containsExactly(List.of("a/**", "b"), List.of("a/**"));
        assertThat(profile.except(List.of())).isEqualTo(profile);
    }
}
