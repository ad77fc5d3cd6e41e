package dev.nydusview.scan.scanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the arguments of each scanner for each request. */
class ScannersTest {
    private static final String DIGEST = "sha256:" + "0".repeat(64);
    private static final String IMAGE = "localhost:5000/app:1@" + DIGEST;

    private static ScanRequest request(String finds, String format, String... extra) {
        Set<Find> found = Stream.of((finds == null ? "" : finds).split("\\+"))
                .filter(find -> !find.isEmpty())
                .map(find -> Find.valueOf(find.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toSet());
        ReportFormat chosen = Stream.of(ReportFormat.values())
                .filter(one -> one.label().equals(format))
                .findFirst()
                .orElseThrow();
        return new ScanRequest(Path.of("/mnt"), IMAGE, found, chosen, List.of(extra), Duration.ofMinutes(7));
    }

    private static Scanner scanner(String name) {
        return Scanners.named(name).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "trivy |  | table | rootfs --no-progress --timeout 420s --format table /mnt",
                "trivy |  | json | rootfs --no-progress --timeout 420s --format json /mnt",
                "trivy |  | sarif | rootfs --no-progress --timeout 420s --format sarif /mnt",
                "trivy |  | cyclonedx | rootfs --no-progress --timeout 420s --format cyclonedx /mnt",
                "trivy |  | spdx-json | rootfs --no-progress --timeout 420s --format spdx-json /mnt",
                "trivy |  | template --template=@my.tpl"
                        + " | rootfs --no-progress --timeout 420s --format template --template=@my.tpl /mnt",
                "trivy |  | github | rootfs --no-progress --timeout 420s --format github /mnt",
                "trivy | packages | github | rootfs --no-progress --timeout 420s --format github --scanners license /mnt",
                "trivy | vulnerabilities | cosign-vuln"
                        + " | rootfs --no-progress --timeout 420s --format cosign-vuln --scanners vuln /mnt",
                "trivy | packages | cyclonedx | rootfs --no-progress --timeout 420s --format cyclonedx /mnt",
                "trivy | packages | spdx-json | rootfs --no-progress --timeout 420s --format spdx-json /mnt",
                "trivy | vulnerabilities | table"
                        + " | rootfs --no-progress --timeout 420s --format table --scanners vuln /mnt",
                "trivy | vulnerabilities | cyclonedx"
                        + " | rootfs --no-progress --timeout 420s --format cyclonedx --scanners vuln /mnt",
                "trivy | secrets | json | rootfs --no-progress --timeout 420s --format json --scanners secret /mnt",
                "trivy | secrets+vulnerabilities | json"
                        + " | rootfs --no-progress --timeout 420s --format json --scanners vuln,secret /mnt",
                "syft |  | table | scan dir:/mnt --base-path /mnt --source-name localhost:5000/app:1"
                        + " --source-version DIGEST -o syft-table",
                "syft | packages | json | scan dir:/mnt --base-path /mnt --source-name localhost:5000/app:1"
                        + " --source-version DIGEST -o syft-json",
                "syft |  | cyclonedx | scan dir:/mnt --base-path /mnt --source-name localhost:5000/app:1"
                        + " --source-version DIGEST -o cyclonedx-json",
                "syft |  | spdx-json | scan dir:/mnt --base-path /mnt --source-name localhost:5000/app:1"
                        + " --source-version DIGEST -o spdx-json",
                "syft |  | github | scan dir:/mnt --base-path /mnt --source-name localhost:5000/app:1"
                        + " --source-version DIGEST -o github-json",
                "grype |  | template -t my.tpl | dir:/mnt --name localhost:5000/app:1 -o template -t my.tpl",
                "grype |  | table | dir:/mnt --name localhost:5000/app:1 -o table",
                "grype | vulnerabilities | json | dir:/mnt --name localhost:5000/app:1 -o json",
                "grype |  | cyclonedx | dir:/mnt --name localhost:5000/app:1 -o cyclonedx-json",
                "grype |  | sarif | dir:/mnt --name localhost:5000/app:1 -o sarif",
                "clamav |  | table | -r --max-dir-recursion=4096 --infected --cross-fs=yes --follow-dir-symlinks=0 --follow-file-symlinks=0 /mnt",
            })
    void arguments(String name, String finds, String format, String expected) throws UnsupportedRequestException {
        String[] words = format.split(" ", -1);
        assertThat(scanner(name).arguments(request(finds, words[0], Arrays.copyOfRange(words, 1, words.length))))
                .containsExactly(expected.replace("DIGEST", DIGEST).split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "trivy | packages+secrets | table | trivy cannot make an inventory of packages together with "
                        + "other findings: use --find packages in a separate scan",
                "trivy | packages | sarif | trivy does not report packages as sarif: use --format cyclonedx, "
                        + "spdx-json or github",
                "trivy | packages | table | trivy does not report packages as table: use --format cyclonedx, "
                        + "spdx-json or github",
                "trivy | secrets | cyclonedx | trivy does not report secrets as cyclonedx: use --format table, json, "
                        + "sarif, template, junit or cosign-vuln",
                "trivy | secrets+vulnerabilities | cyclonedx | trivy does not report vulnerabilities and secrets as "
                        + "cyclonedx: use --format table, json, sarif, template, junit or cosign-vuln",
                "trivy | vulnerabilities | spdx-json | trivy does not report vulnerabilities as spdx-json: use "
                        + "--format table, json, sarif, template, junit, cosign-vuln or cyclonedx",
                "trivy |  | template | --format template needs a template: add --template of trivy, after --",
                "syft | secrets | table | syft finds packages only",
                "syft | packages+vulnerabilities | table | syft finds packages only",
                "syft |  | sarif | syft does not report as sarif: use --format table, json, cyclonedx, spdx-json, "
                        + "template or github",
                "grype | packages | table | grype finds vulnerabilities only",
                "grype |  | spdx-json | grype does not report as spdx-json: use --format table, json, sarif, cyclonedx "
                        + "or template",
                "clamav |  | json | clamav does not report as json: use --format table",
                "clamav | secrets | table | clamav finds malware only: omit --find",
                "yara |  | json | yara does not report as json: use --format table",
                "yara | secrets | table | yara finds matches of its rules only: omit --find",
                "yara |  | table | yara needs rules: nydusview scan REF --scanner yara -- RULES.yar",
            })
    void whatTheyCannotDoIsSaid(String name, String finds, String format, String message) {
        assertThatThrownBy(() -> scanner(name).arguments(request(finds, format)))
                .isInstanceOf(UnsupportedRequestException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "trivy, table, -o, use --format and --output of nydusview",
        "trivy, table, --format=json, instead of --format of trivy",
        "trivy, table, -t, --template of trivy needs --format template",
        "trivy, junit, --template=x, --template of trivy needs --format template",
        "syft, json, -o, instead of -o of syft",
        "grype, json, --file=x, instead of --file of grype",
        "grype, json, --template=x, --template of grype needs --format template",
    })
    void formAndPlaceOfAReportAreNydusviewsToChoose(String name, String format, String argument, String message) {
        assertThatThrownBy(() -> scanner(name).arguments(request("", format, argument)))
                .isInstanceOf(UnsupportedRequestException.class)
                .hasMessageContaining(message);
    }

    @Test
    void trivyReportsAsJunitByATemplate() throws UnsupportedRequestException {
        List<String> arguments = scanner("trivy").arguments(request("", "junit"));

        assertThat(arguments).containsSequence("--format", "template", "--template");
        assertThat(arguments.get(arguments.indexOf("--template") + 1))
                .startsWith("<?xml ")
                .contains("<testsuite ");
    }

    @Test
    void aTemplateIsAnInputOfTheResult() {
        assertThat(scanner("trivy").inputs(request("", "template", "--template", "@my.tpl"), Map.of("HOME", "/h")))
                .hasValueSatisfying(inputs -> assertThat(inputs.settings()).contains(Path.of("my.tpl")));
    }

    @Test
    void furtherArgumentsComeBeforeTheDirectory() throws UnsupportedRequestException {
        assertThat(scanner("trivy").arguments(request("", "table", "--timeout=1m", "--severity", "HIGH")))
                .containsExactly(
                        "rootfs", "--no-progress", "--format", "table", "--timeout=1m", "--severity", "HIGH", "/mnt");
        assertThat(scanner("clamav").arguments(request("", "table", "-d", "/db")))
                .endsWith("--follow-file-symlinks=0", "-d", "/db", "/mnt");
        assertThat(scanner("yara").arguments(request("", "table", "-s", "rules.yar")))
                .containsExactly("-r", "-N", "-s", "rules.yar", "/mnt");
        assertThat(scanner("syft").arguments(request("", "table", "-q"))).endsWith("syft-table", "-q");
        assertThat(scanner("grype").arguments(request("", "table", "-q"))).endsWith("table", "-q");
    }

    @Test
    void anImageWithoutDigestHasNoVersion() throws UnsupportedRequestException {
        ScanRequest request = new ScanRequest(
                Path.of("/mnt"), "plain", Set.of(), ReportFormat.TABLE, List.of(), Duration.ofMinutes(1));
        assertThat(scanner("syft").arguments(request))
                .doesNotContain("--source-version")
                .contains("plain");
    }

    @Test
    void theImagesNameIsKnownToThoseThatHaveIt() throws UnsupportedRequestException {
        for (String name : Scanners.names()) {
            ScanRequest one = named("localhost/one");
            boolean differs = !scanner(name).arguments(one).equals(scanner(name).arguments(named("localhost/other")));
            assertThat(scanner(name).namesImage(one)).as(name).isEqualTo(differs);
        }
    }

    private static ScanRequest named(String image) {
        return new ScanRequest(
                Path.of("/mnt"), image, Set.of(), ReportFormat.TABLE, List.of("x.yar"), Duration.ofMinutes(1));
    }

    @Test
    void configurationIsScannedWhereSomethingCanBeFound() throws UnsupportedRequestException {
        Scanner trivy = scanner("trivy");
        assertThat(trivy.configurationArguments(
                        request("", "json", "--exit-code", "5", "--skip-dirs", "x", "--severity=HIGH")))
                .get(list(String.class))
                .containsExactly(("rootfs --no-progress --timeout 420s --format json --scanners secret --exit-code 77"
                                + " --severity HIGH /mnt")
                        .split(" "));
        assertThat(trivy.configurationArguments(request("secrets", "table"))).isPresent();
        assertThat(trivy.configurationArguments(request("", "table", "--scanners", "vuln,secret")))
                .isPresent();
        assertThat(trivy.configurationArguments(request("", "table", "--scanners", "vuln")))
                .isEmpty();
        assertThat(trivy.configurationArguments(request("vulnerabilities", "table")))
                .isEmpty();
        assertThat(trivy.configurationArguments(request("", "cyclonedx"))).isEmpty();
        assertThat(trivy.configurationArguments(request("", "spdx-json"))).isEmpty();
        assertThat(trivy.configurationArguments(request("", "junit"))).isEmpty();
        assertThat(trivy.configurationArguments(request("", "cosign-vuln"))).isPresent();
        assertThat(scanner("clamav").configurationArguments(request("", "table")))
                .isPresent();
        assertThat(scanner("yara").configurationArguments(request("", "table", "rules.yar")))
                .isPresent();
        assertThat(scanner("syft").configurationArguments(request("", "table"))).isEmpty();
        assertThat(scanner("grype").configurationArguments(request("", "table")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "trivy,,json,SchemaVersion,/ArtifactName,/Results",
        "trivy,,sarif,runs,,/runs",
        "trivy,,github,detector,,",
        "trivy,,cosign-vuln,scanner,/scanner/result/ArtifactName,/scanner/result/Results",
        "trivy,packages,cyclonedx,bomFormat,/metadata/component/name,",
        "trivy,vulnerabilities,cyclonedx,bomFormat,/metadata/component/name,",
        "trivy,,spdx-json,spdxVersion,/name,",
        "syft,,json,artifacts,,",
        "syft,,cyclonedx,bomFormat,,",
        "syft,,spdx-json,spdxVersion,,",
        "syft,,github,detector,,",
        "grype,,json,matches,,",
        "grype,,cyclonedx,bomFormat,,",
        "grype,,sarif,runs,,",
    })
    void shapesOfReports(String name, String finds, String format, String required, String names, String findings) {
        ScanRequest request = request(finds, format);
        ReportShape shape = scanner(name).shape(request);
        assertThat(shape.json()).isTrue();
        assertThat(shape.required()).containsExactly(required);
        assertThat(shape.names()).isEqualTo(names == null ? List.of() : List.of(names));
        assertThat(scanner(name).findings(request).orElse(null)).isEqualTo(findings);
    }

    @Test
    void tablesAreText() {
        for (String name : Scanners.names()) {
            assertThat(scanner(name).shape(request("", "table"))).as(name).isEqualTo(ReportShape.TEXT);
        }
    }

    @Test
    void exitCodesThatTellWhatWasFound() {
        ScanRequest plain = request("", "table");
        for (String name : Scanners.names()) {
            assertThat(scanner(name).isResult(0, plain)).as(name).isTrue();
            assertThat(scanner(name).isResult(2, plain)).as(name).isFalse();
        }
        assertThat(scanner("trivy").isResult(1, plain)).isFalse();
        ScanRequest failing = request("", "table", "--exit-code", "1", "--exit-on-eol=6");
        assertThat(scanner("trivy").isResult(1, failing)).isFalse(); // as trivy ends when it fails itself
        assertThat(scanner("trivy").isResult(77, failing)).isTrue();
        assertThat(scanner("trivy").exitCode(77, failing)).isEqualTo(1);
        assertThat(scanner("trivy").isResult(78, failing)).isTrue();
        assertThat(scanner("trivy").exitCode(78, failing)).isEqualTo(6);
        assertThat(scanner("trivy").isResult(77, plain)).isFalse();
        assertThat(scanner("clamav").isResult(1, plain)).isTrue();
        assertThat(scanner("grype").isResult(1, plain)).isFalse();
        assertThat(scanner("grype").isResult(2, request("", "table", "--fail-on", "high")))
                .isTrue();
        assertThat(scanner("grype").isResult(1, request("", "table", "-f", "high")))
                .isFalse();
        assertThat(scanner("grype").isResult(3, request("", "table", "-f", "high")))
                .isFalse();
    }

    @Test
    void whatResultsDependOn() {
        Map<String, String> variables = Map.of("HOME", "/home/me", "XDG_CACHE_HOME", "");
        assertThat(scanner("trivy").inputs(request("", "table"), variables)).hasValueSatisfying(inputs -> {
            assertThat(inputs.database())
                    .containsExactly(
                            Path.of("/home/me/.cache/trivy/db/metadata.json"),
                            Path.of("/home/me/.cache/trivy/db/trivy.db"),
                            Path.of("/home/me/.cache/trivy/java-db/metadata.json"),
                            Path.of("/home/me/.cache/trivy/java-db/trivy-java.db"));
            assertThat(inputs.settings()).contains(Path.of("trivy-secret.yaml"), Path.of(".trivyignore"));
            assertThat(inputs.variablePrefix()).isEqualTo("TRIVY_");
        });
        assertThat(scanner("trivy").inputs(request("", "table", "--cache-dir", "/c"), Map.of("TRIVY_CACHE_DIR", "/d")))
                .hasValueSatisfying(inputs -> assertThat(inputs.database()).contains(Path.of("/c/db/metadata.json")));
        assertThat(scanner("trivy").inputs(request("", "table"), Map.of("TRIVY_CACHE_DIR", "/d")))
                .hasValueSatisfying(inputs -> assertThat(inputs.database()).contains(Path.of("/d/db/metadata.json")));
        assertThat(scanner("grype")
                        .inputs(request("", "table", "--vex=v.json"), Map.of("HOME", "/h", "XDG_CACHE_HOME", "/x")))
                .hasValueSatisfying(inputs -> {
                    assertThat(inputs.database()).containsExactly(Path.of("/x/grype/db"));
                    assertThat(inputs.settings()).contains(Path.of("v.json"), Path.of(".grype.yaml"));
                });
        assertThat(new Clamav(List.of()).inputs(request("", "table"), variables))
                .hasValueSatisfying(
                        inputs -> assertThat(inputs.database()).containsExactly(Path.of("/var/lib/clamav")));
        assertThat(scanner("clamav").inputs(request("", "table", "-d", "/a", "--database=/b"), variables))
                .hasValueSatisfying(
                        inputs -> assertThat(inputs.database()).containsExactly(Path.of("/a"), Path.of("/b")));
        assertThat(scanner("yara").inputs(request("", "table", "-s", "rules.yar"), variables))
                .hasValueSatisfying(inputs -> assertThat(inputs.database()).containsExactly(Path.of("rules.yar")));
    }

    @ParameterizedTest
    @CsvSource({
        "grype, .grype.yaml",
        "grype, .grype.toml",
        "grype, .config/grype/config.yml",
        "syft, .syft.json",
        "syft, .config/syft/config.ini",
    })
    void nothingIsKnownOfAScannerWithSettingsThatMayNameOtherFiles(String name, String file, @TempDir Path home)
            throws IOException {
        Map<String, String> variables = Map.of("HOME", home.toString());
        assertThat(scanner(name).inputs(request("", "table"), variables)).isPresent();
        Path place = home.resolve(file);
        Files.createDirectories(place.getParent());
        Files.createSymbolicLink(place, home.resolve("missing"));
        assertThat(scanner(name).inputs(request("", "table"), variables)).isEmpty();
    }

    @Test
    void nothingIsKnownOfSettingsInSharedPlaces(@TempDir Path shared) throws IOException {
        Files.createDirectory(shared.resolve("grype"));
        Files.createFile(shared.resolve("grype/config.yaml"));
        for (String variable : List.of("XDG_CONFIG_HOME", "XDG_CONFIG_DIRS")) {
            Map<String, String> variables = Map.of("HOME", "/h", variable, shared.toString());
            assertThat(scanner("grype").inputs(request("", "table"), variables)).isEmpty();
            assertThat(scanner("syft").inputs(request("", "table"), variables)).isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "grype, --config, HOME=/h",
        "grype, --conf=x, HOME=/h",
        "grype, -cx, HOME=/h",
        "grype, -vc, HOME=/h",
        "grype, -v, GRYPE_CONFIG=x",
        "grype, -v, GRYPE_DB_CACHE_DIR=~/db",
        "grype, -v, XDG_CACHE_HOME=cache",
        "grype, -v, XDG_CONFIG_DIRS=/a:~/b",
        "grype, -v, HOME=",
        "syft, -c, HOME=/h",
        "syft, --enrich=all, HOME=/h",
        "syft, -v, SYFT_CONFIG=x",
        "trivy, -cx, HOME=/h",
        "trivy, --server=http://x, HOME=/h",
        "trivy, --vex=repo, HOME=/h",
        "trivy, -v, TRIVY_CONFIG=x",
        "trivy, -v, TRIVY_SERVER=x",
        "trivy, -v, HOME=",
        "clamav, -fx, HOME=/h",
        "clamav, --file-list=x, HOME=/h",
    })
    void nothingIsKnownWhereOtherPlacesMayBeNamed(String name, String argument, String variable) {
        Map<String, String> variables = new HashMap<>(Map.of("HOME", "/h"));
        variables.put(variable.substring(0, variable.indexOf('=')), variable.substring(variable.indexOf('=') + 1));
        assertThat(scanner(name).inputs(request("", "table", argument), variables))
                .isEmpty();
        assertThat(scanner(name).inputs(request("", "table", "-v"), Map.of("HOME", "/h")))
                .isPresent();
    }

    @Test
    void clamavFindsItsDatabaseByTheSettingsOfItsUpdater(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("freshclam.conf");
        Scanner clamav = new Clamav(List.of(directory.resolve("none"), file));
        Files.writeString(file, "# DatabaseDirectory /no\n DatabaseOwner clamav\nDatabaseDirectory  \"/srv/db\"\n");
        assertThat(clamav.inputs(request("", "table"), Map.of())).hasValueSatisfying(inputs -> {
            assertThat(inputs.database()).containsExactly(Path.of("/var/lib/clamav"), Path.of("/srv/db"));
            assertThat(inputs.settings()).contains(file);
        });
        assertThat(clamav.inputs(request("", "table", "-d/own"), Map.of()))
                .hasValueSatisfying(inputs -> assertThat(inputs.database()).containsExactly(Path.of("/own")));
        Files.writeString(file, "databasedirectory db\n");
        assertThat(clamav.inputs(request("", "table"), Map.of())).isEmpty();
        Files.delete(file);
        Files.createDirectory(file);
        assertThat(clamav.inputs(request("", "table"), Map.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "trivy | FATAL Fatal error init error: DB error: database error: --skip-db-update cannot be specified on the first run | trivy image --download-db-only",
                "trivy | FATAL failed to download vulnerability DB: dial tcp: lookup mirror.gcr.io | trivy image --download-db-only",
                "trivy | Unable to initialize the Java DB: Java DB update failed: DB error | trivy image --download-java-db-only",
                "trivy | FATAL unknown flag: --x | trivy says: FATAL unknown flag: --x",
                "grype | ERROR failed to load vulnerability db: database does not exist | grype db update",
                "grype | db could not be loaded: the vulnerability database was built 6 days ago | grype db update",
                "clamav | LibClamAV Error: cli_loaddbdir: No supported database files found in /var/lib/clamav | freshclam",
                "clamav | LibClamAV Error: cl_load(): No such file or directory: /x | -- -d FILE",
                "syft | unable to determine source | syft says: unable to determine source",
                "yara | error: could not open file | yara says: error: could not open file",
            })
    void failuresAreExplained(String name, String messages, String reason) {
        assertThat(scanner(name).failure("first\n" + messages + "\n\n"))
                .hasValueSatisfying(
                        line -> assertThat(line).startsWith(name + " ").contains(reason));
    }

    @Test
    void messagesOfFailuresAreOneSafeLine() {
        assertThat(scanner("syft").failure("")).isEmpty();
        assertThat(scanner("syft").failure(" \n\n")).isEmpty();
        assertThat(scanner("syft").failure("a\u001b[2J\n")).hasValue("syft says: a\\x1b[2J");
        assertThat(scanner("syft").failure("x".repeat(1000)).orElseThrow()).hasSizeLessThan(400);
    }

    @Test
    void profilesOfWhatTheyRead() {
        assertThat(scanner("trivy").profiles(request("", "table"))).containsExactly("trivy-vuln", "trivy-secret");
        assertThat(scanner("trivy").profiles(request("secrets", "table"))).containsExactly("trivy-secret");
        assertThat(scanner("trivy").profiles(request("vulnerabilities", "cyclonedx")))
                .containsExactly("trivy-vuln");
        assertThat(scanner("trivy").profiles(request("packages", "cyclonedx"))).containsExactly("trivy-sbom");
        assertThat(scanner("grype").profiles(request("", "table"))).containsExactly("syft");
        assertThat(scanner("yara").profiles(request("", "table"))).containsExactly("clamav");
    }

    @Test
    void whatTrivyPassesOverIsNotFetchedAhead() {
        assertThat(scanner("trivy")
                        .skipped(request(
                                "", "table", "--skip-files", "/a,b/*.c", "--skip-dirs=/usr/share", "--skip-dirs", "d")))
                .containsExactly("a", "b/*.c", "usr/share/**", "d/**");
    }

    @Test
    void anyOtherProgramGetsTheDirectoryWhereItWantsIt() throws UnsupportedRequestException {
        CustomProgram program = new CustomProgram(List.of("/opt/bin/tool", "--root={}", "-v", "{}"));
        assertThat(program.name()).isEqualTo("tool");
        assertThat(program.program()).isEqualTo("/opt/bin/tool");
        assertThat(program.arguments(request("", "table"))).containsExactly("--root=/mnt", "-v", "/mnt");
        assertThat(program.shape(request("", "table")).json()).isFalse();
        assertThat(program.shape(request("", "json")))
                .isEqualTo(new ReportShape(true, List.of(), List.of(), List.of()));
        assertThat(program.inputs(request("", "table"), Map.of())).isEmpty();
        assertThat(program.versionArguments()).isEmpty();
        assertThat(program.isResult(1, request("", "table"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "trivy, --quiet",
        "syft, --quiet",
        "grype, --quiet",
        "clamav, --no-summary",
        "yara, --no-warnings",
    })
    void eachHasAWayToBeQuiet(String name, String argument) {
        assertThat(scanner(name).quietArguments()).containsExactly(argument);
    }

    @Test
    void theUsualFormatIsTheFirst() {
        for (String name : Scanners.names()) {
            assertThat(scanner(name).formats(Set.of()).get(0)).as(name).isEqualTo(ReportFormat.TABLE);
        }
        assertThat(scanner("trivy").formats(Set.of(Find.PACKAGES)).get(0)).isEqualTo(ReportFormat.CYCLONEDX);
    }

    @Test
    void names() {
        assertThat(Scanners.names()).containsExactly("trivy", "syft", "grype", "clamav", "yara");
        assertThat(Scanners.named("clamav").map(Scanner::program)).contains("clamscan");
        assertThat(Scanners.named("other")).isEmpty();
    }
}
