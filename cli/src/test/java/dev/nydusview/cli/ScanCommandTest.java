package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.cli.Faults.Kind;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.testdata.HostProcesses;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Scans over real mounts of an image in a registry, with scanners that pass over every error as real ones do. */
@Timeout(120) // a mount that hangs must not hang the build
@Tag("mount")
class ScanCommandTest {
    /** A program that reads all files, ignores those that it cannot read, and exits with the code of success. */
    private static final String CARELESS =
            "find \"$1\" -type f -print0 | xargs -0 cat 2>/dev/null | wc -c >/dev/null; echo \"clean: $1\"; exit 0";

    private final Faults faults = new Faults();
    private Path directory;
    private LayoutRegistry registry;
    private String reference;
    private Cli cli;

    @BeforeEach
    void setUp(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        registry = LayoutRegistry.start("demo", faults).add(OciLayout.open(TestData.demoLayout()));
        reference = registry.reference("nydus-v6");
        cli = new Cli(this.directory).with("NYDUSVIEW_RETRY_FOR", "0");
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        faults.release();
        registry.close();
        assertThat(mounts()).doesNotContain("nydusview:" + reference.split("/", 2)[0]);
        assertThat(workspaces()).isEmpty();
    }

    private static String mounts() throws IOException {
        return Files.readString(Path.of("/proc/self/mountinfo"));
    }

    private static List<Path> workspaces() throws IOException {
        try (Stream<Path> entries = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            String own = "nydusview-scan-" + ProcessHandle.current().pid() + "-";
            return entries.filter(path -> path.getFileName().toString().startsWith(own))
                    .toList();
        }
    }

    private Cli.Result scan(String script, String... options) {
        List<String> line = new ArrayList<>(List.of("scan", reference));
        line.addAll(List.of(options));
        line.addAll(List.of("--", "sh", "-c", script, "sh", "{}"));
        return cli.run(line.toArray(String[]::new));
    }

    private JsonNode receipt() throws IOException {
        return Json.read(Files.readAllBytes(directory.resolve("receipt.json")), JsonNode.class);
    }

    private String receiptFile() {
        return directory.resolve("receipt.json").toString();
    }

    private String digestName() {
        return reference + "@sha256:";
    }

    @Test
    void reportNamesTheImageAndTheExitCodeIsTheScanners() throws IOException {
        Cli.Result result =
                scan("cat \"$1/etc/debian_version\"; echo \"found in $1/etc\"; exit 3", "--receipt", receiptFile());

        assertThat(result.code()).as(result.err()).isEqualTo(3);
        assertThat(result.out())
                .startsWith("12.")
                .contains("found in " + digestName())
                .doesNotContain("nydusview-scan");
        assertThat(result.err())
                .contains(digestName(), "read lazily", "SCANNER", "sh", "failed", "1 chunk verified")
                .doesNotContain("INCOMPLETE");
        JsonNode scanner = receipt().get("scanners").get(0);
        assertThat(scanner.get("exitCode").asInt()).isEqualTo(3);
        JsonNode access = scanner.get("access");
        assertThat(access.get("filesOpened").asInt()).isEqualTo(1);
        assertThat(access.get("files").get(0).get("path").asString()).isEqualTo("/etc/debian_version");
        assertThat(access.get("kinds").get(0).get("kind").asString()).isEqualTo("text");
        assertThat(access.get("bytesFetched").asLong())
                .isPositive()
                .isEqualTo(receipt().get("transfer").get("bytes").asLong());
        assertThat(receipt().get("verified").get("digests")).hasSize(1);
        assertThat(receipt().get("image").get("way").asString()).isEqualTo("lazy");
        assertThat(receipt().get("notSeen").get(0).asString()).contains("upper layers delete");
    }

    @Test
    void completeScan() throws IOException {
        Cli.Result result = scan(CARELESS, "--receipt", receiptFile());

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(receipt().get("complete").asBoolean()).isTrue();
        assertThat(receipt().get("scanners").get(0).get("verdict").asString()).isEqualTo("complete");
    }

    @ParameterizedTest
    @EnumSource(names = {"GONE", "ERROR", "STALL"})
    void failedReadsMakeItIncompleteWhateverTheScannerSays(Kind kind) throws IOException {
        faults.spoil(kind, 1, Integer.MAX_VALUE);
        cli.with("NYDUSVIEW_REQUEST_TIMEOUT", "300ms");
        String script = "for f in passwd group debian_version; do cat \"$1/etc/$f\" >/dev/null 2>&1; done; echo clean";

        Cli.Result result = scan(script, "--receipt", receiptFile());

        assertThat(result.code()).as(result.err()).isEqualTo(120);
        assertThat(result.out()).isEqualTo("clean\n");
        assertThat(result.err())
                .contains("nydusview: INCOMPLETE: the result of sh for " + digestName())
                .containsPattern("\n  \\d+ reads? failed\n  ")
                .containsPattern(" /etc/(passwd|group|debian_version) at 0");
        assertThat(receipt().get("complete").asBoolean()).isFalse();
        JsonNode failures = receipt().get("scanners").get(0).get("access").get("failures");
        assertThat(failures.get(0).get("path").asString()).startsWith("/");
        assertThat(failures.get(0).get("cause").asString()).isNotEmpty();
    }

    @Test
    void corruptChunkMakesItIncompleteAndIsNamed() throws IOException {
        DamagedLayout damaged = DamagedLayout.of(TestData.demoLayout(), directory.resolve("layout"));
        String source = "oci:" + damaged.directory() + ":nydus-v6";

        Cli.Result result = cli.run("scan", source, "--", "sh", "-c", CARELESS, "sh", "{}");

        assertThat(result.code()).as(result.err()).isEqualTo(120);
        assertThat(result.out()).startsWith("clean");
        assertThat(result.err()).contains("INCOMPLETE", "is damaged");
    }

    @Test
    void anotherAttemptMayBeComplete() throws IOException {
        faults.spoil(Kind.ERROR, 0, 4);

        Cli.Result result =
                scan("cat \"$1/etc/passwd\"; exit 0", "--retry-incomplete", "5", "--receipt", receiptFile());

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains("root:");
        assertThat(receipt().get("attempts").asInt()).isGreaterThan(1);
    }

    @Test
    void verifiedAtOpenSoThatTheScannerNotices() {
        faults.spoil(Kind.ERROR, 0, Integer.MAX_VALUE);

        Cli.Result result = scan("exec 3<\"$1/etc/passwd\" && echo opened; exit 0", "--verify-on-open");

        assertThat(result.code()).isEqualTo(120);
        assertThat(result.out()).doesNotContain("opened");
        assertThat(scan("exec 3<\"$1/etc/passwd\" && echo opened; exit 0").out())
                .isEqualTo("opened\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            kill -9 $$            | was killed by signal 9
            sleep 60              | was still running after
            printf 'a\\000b'      | the output of sh is not a report: it has bytes that are not text
            """)
    void scannerThatDidNotDoItsWork(String script, String problem) {
        Cli.Result result = scan(script, "--timeout", "1s");

        assertThat(result.code()).as(result.err()).isEqualTo(123);
        assertThat(result.err()).contains("INCOMPLETE", problem);
    }

    @Test
    void theLimitOfAScannerHasItsFormerNamesToo() {
        for (String option : List.of("--scan-timeout", "--timeout", "--scanner-timeout")) {
            assertThat(scan("sleep 60", option, "1s").err()).as(option).contains("was still running after 1 second");
        }
        cli.with("NYDUSVIEW_SCANNER_TIMEOUT", "1s");
        assertThat(scan("sleep 60").err()).contains("was still running after 1 second");
    }

    @Test
    void garbageInsteadOfJson() {
        Cli.Result result = scan("echo '{\"half\": '", "--format", "json");

        assertThat(result.code()).isEqualTo(123);
        assertThat(result.err()).contains("the output of sh is not a report: it is not JSON");
        assertThat(result.out()).isEmpty();
        assertThat(scan("echo '{\"path\": \"'$1'/x\"}'", "--format", "json").out())
                .contains("{\"path\": \"" + digestName());
    }

    @Test
    void missingScanner() {
        Cli.Result result = cli.run("scan", reference, "--", "no-such-scanner", "{}");

        assertThat(result.code()).isEqualTo(123);
        assertThat(result.err()).contains("no-such-scanner is not installed, or not on the PATH");
    }

    @Test
    void theWorstOfSeveralImagesCounts() {
        Cli.Result result = cli.run(
                "scan", registry.reference("missing"), reference, "--", "sh", "-c", "echo scanned; exit 4", "sh", "{}");

        assertThat(result.code()).isEqualTo(121);
        assertThat(result.out()).isEqualTo("scanned\n");
    }

    @Test
    void nobodyElseSeesTheMount() throws Exception {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/proc/sys/kernel/hostname")), "this needs root");
        Path mounts = directory.resolve("mounts");
        Path seen = directory.resolve("seen");
        CompletableFuture<Cli.Result> scanning =
                CompletableFuture.supplyAsync(() -> scan("cat /proc/self/mountinfo > " + mounts + ".new; mv " + mounts
                        + ".new " + mounts + "; while [ ! -e " + seen + " ]; do sleep 0.01; done"));
        while (!Files.exists(mounts)) {
            Thread.sleep(10);
        }

        assertThat(mounts).content().contains("fuse.nydusview", reference);
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(reference);
        Files.createFile(seen);
        Cli.Result result = scanning.join();
        assertThat(result.code()).as(result.err()).isZero();
    }

    /** A copy of another mount in the scan's private namespace would keep that other mount alive. */
    @Test
    void otherMountsEndWhileAScanRuns() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));
        Path pidFile = directory.resolve("pid");
        Cli.Result mounted = cli.run("mount", "-d", reference, other.toString(), "--pid-file", pidFile.toString());
        assertThat(mounted.code()).as(mounted.err()).isZero();
        ProcessHandle server = ProcessHandle.of(
                        Long.parseLong(Files.readString(pidFile).strip()))
                .orElseThrow();
        String nap = HostProcesses.nap();
        Path seen = directory.resolve("seen");
        // Not on the common pool: with two processors it has one thread, which is needed to learn the end of a process.
        CompletableFuture<Cli.Result> scanning = CompletableFuture.supplyAsync(
                () -> scan("sleep " + nap + " & while [ ! -e " + seen + " ]; do sleep 0.01; done; kill $!"),
                task -> new Thread(task, "scanning").start());
        HostProcesses.await(nap);

        assertThat(cli.umount(other).code()).isZero();
        server.onExit().get(20, TimeUnit.SECONDS);
        assertThat(scanning.isDone()).isFalse();
        Files.createFile(seen);
        assertThat(scanning.join().code()).isZero();
    }

    @Test
    void scannersGetNoCredentialsAndSayWhatConfinesThem() throws IOException {
        cli.with("NYDUSVIEW_CREDS", "me:secret")
                .with("TRIVY_PASSWORD", "secret")
                .with("COLOUR_RULES", "/etc");
        Files.createDirectories(directory.resolve(".docker"));
        Files.writeString(directory.resolve(".docker/config.json"), "{\"auths\":{}}");
        Files.createDirectories(directory.resolve("nydusview"));

        Cli.Result result = scan(
                "env | grep -e secret -e COLOUR; ls -A ~/.docker ~/nydusview ~/.cache/nydusview | grep -v : ; exit 0",
                "--receipt",
                receiptFile());

        assertThat(result.code()).as(result.err()).isZero();
        JsonNode confinement = receipt().get("scanners").get(0).get("confinement");
        if (confinement.get("lacks").isEmpty()) {
            assertThat(result.out().strip()).isEqualTo("COLOUR_RULES=/etc");
            assertThat(confinement.get("has").toString())
                    .contains("namespaces", "no capabilities", "no new privileges", "hidden")
                    .doesNotContain("no network", "read-only files");
        } else {
            assertThat(confinement.get("lacks").toString()).contains("namespaces of its own: ");
        }
    }

    @Test
    void linksStayInTheImage() throws IOException {
        Path secret = Files.writeString(directory.resolve("outside"), "of the host");
        assertThat(secret).exists();

        Cli.Result result = scan("for l in $(find \"$1\" -type l); do readlink $l; done");

        assertThat(result.out().lines()).noneMatch(target -> target.startsWith("/"));
    }

    @Test
    void whatAProfileNamesIsFetchedAheadInFewRequests() throws IOException {
        Path profile = directory.resolve("profile.json");
        String read = "find \"$1/app\" -name package.json | xargs cat >/dev/null; exit 0";
        Cli.Result learned = scan(read, "--learn", profile.toString(), "--receipt", receiptFile());
        assertThat(learned.code()).as(learned.err()).isZero();
        int before = receipt().get("transfer").get("requests").asInt();
        assertThat(profile).content().contains("\"**/package.json\"");
        assertThat(cli.run("cache", "clear").code()).isZero();

        scan("sleep 2; " + read, "--profile", profile.toString(), "--receipt", receiptFile());

        JsonNode access = receipt().get("scanners").get(0).get("access");
        assertThat(access.get("bytesFetched").asLong()).isZero();
        assertThat(access.get("chunks").asInt()).isPositive();
        assertThat(receipt().get("ahead").get("requests").asInt()).isPositive().isLessThan(before / 2);
        assertThat(cli.run("cache", "clear").code()).isZero();
        scan(read, "--profile", profile.toString(), "--budget", "1000", "--receipt", receiptFile());
        assertThat(receipt().get("ahead").get("bytes").asLong()).isLessThanOrEqualTo(1000);
    }

    @Test
    void severalScannersShareTheMount() throws IOException {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        standIn(bin, "clamscan", "for d; do :; done; cat \"$d/etc/passwd\" >/dev/null; echo clam: $d; exit 1");
        standIn(bin, "yara", "for d; do :; done; cat \"$d/etc/passwd\" \"$d/etc/group\" >/dev/null; exit 0");
        cli.with("PATH", bin + ":" + System.getenv("PATH"));

        Cli.Result result =
                cli.run("scan", reference, "-s", "clamav,yara", "--arg", "yara=rules.yar", "--receipt", receiptFile());

        assertThat(result.code()).as(result.err()).isEqualTo(1);
        assertThat(result.out()).contains("clam: " + digestName());
        JsonNode scanners = receipt().get("scanners");
        assertThat(scanners.get(0).get("access").get("filesOpened").asInt()).isEqualTo(1);
        assertThat(scanners.get(1).get("access").get("filesOpened").asInt()).isEqualTo(2);
        assertThat(scanners.get(0).get("configuration").asBoolean()).isTrue();
    }

    @Test
    void aScannerThatFailsSaysWhyAndWhatToDo() throws IOException {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        standIn(bin, "clamscan", "echo 'LibClamAV Error: No supported database files found in /db' >&2; exit 2");
        cli.with("PATH", bin + ":" + System.getenv("PATH"));

        Cli.Result result = cli.run("scan", reference, "-s", "clamav", "-q", "--receipt", receiptFile());

        assertThat(result.code()).as(result.err()).isEqualTo(2);
        assertThat(result.err())
                .contains(
                        "FAILED: clamav could not scan " + digestName(),
                        "clamav has no usable signatures",
                        "\"freshclam\"");
        JsonNode scanner = receipt().get("scanners").get(0);
        assertThat(scanner.get("verdict").asString()).isEqualTo("failed");
        assertThat(scanner.get("problems").get(0).asString()).startsWith("clamav has no usable signatures");
    }

    private static void standIn(Path bin, String name, String script) throws IOException {
        Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** Reports contain the time at which they were made, so that a cached report differs from a new one. */
    @Test
    void resultsAreKeptUntilWhatTheyDependOnChanges() throws IOException {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Path database = Files.createDirectories(directory.resolve(".cache/trivy/db"));
        standIn(bin, "trivy", "echo '{\"SchemaVersion\":2,\"ArtifactName\":\"x\",\"made\":\"'$(date +%N)'\"}'");
        cli.with("PATH", bin + ":" + System.getenv("PATH"));
        String[] line = {"scan", reference, "-s", "trivy", "--find", "vulnerabilities", "--format", "json"};
        Cli.Result first = cli.run(line);
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out()).contains("\"ArtifactName\" : \"" + digestName());

        Cli.Result second = cli.run(line);
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(second.err()).contains("trivy: answered by the cached result of ", "complete (cached)");

        String layout = "oci:" + TestData.demoLayout() + ":nydus-v6";
        Cli.Result renamed = cli.run("scan", layout, "-s", "trivy", "--find", "vulnerabilities", "--format", "json");
        assertThat(renamed.out()).contains("\"ArtifactName\" : \"" + layout + "@sha256:");
        assertThat(renamed.err()).contains("answered by the cached result of ");

        Files.writeString(database.resolve("metadata.json"), "{\"Version\":2}");
        Cli.Result after = cli.run(line);
        assertThat(after.out()).isNotEqualTo(first.out());
        assertThat(cli.with("TRIVY_IGNORE_UNFIXED", "true").run(line).out()).isNotEqualTo(after.out());
        assertThat(cli.with("NYDUSVIEW_NO_RESULT_CACHE", "true").run(line).err())
                .doesNotContain("answered by");
    }

    @Test
    void incompleteResultsAreNotKept() throws IOException {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        standIn(
                bin,
                "trivy",
                "for d; do :; done; cat \"$d/etc/passwd\" >/dev/null 2>&1; echo '{\"SchemaVersion\":2}'; exit 0");
        cli.with("PATH", bin + ":" + System.getenv("PATH"));
        String[] line = {"scan", reference, "-s", "trivy", "--find", "vulnerabilities", "--format", "json"};
        faults.spoil(Kind.ERROR, 0, Integer.MAX_VALUE);
        assertThat(cli.run(line).code()).isEqualTo(120);
        faults.spoil(Kind.NONE, 0, 0);

        Cli.Result result = cli.run(line);

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).doesNotContain("answered by");
    }

    @Test
    void plainImageIsRefusedWithAWayOut() {
        Cli.Result result = cli.run("scan", registry.reference("oci"), "--", "true", "{}");

        assertThat(result.code()).isEqualTo(121);
    }

    @Test
    void killedScanLeavesNoMountAndTheNextOneWorks() throws Exception {
        String nap = HostProcesses.nap();
        Path place = directory.resolve("place");
        String script = "echo \"$1\" > " + place + "; cat \"$1/etc/passwd\" >/dev/null; setsid sleep " + nap
                + " & exec sleep " + nap;
        Process process = cli.process(Main.class, "scan", reference, "--", "sh", "-c", script, "sh", "{}");
        HostProcesses.await(nap);

        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);

        HostProcesses.awaitEnd(nap);
        assertThat(mounts()).doesNotContain("nydusview:" + reference.split("/", 2)[0]);
        Cli.Result next = scan(CARELESS);
        assertThat(next.code()).as(next.err()).isZero();
        try (Stream<Path> entries = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(entries).noneMatch(path -> path.toString().contains("nydusview-scan-" + process.pid() + "-"));
        }
        Path mountPoint = Path.of(Files.readString(place).strip());
        assertThat(mountPoint.toString()).hasSizeLessThan(10);
        assertThat(mountPoint).doesNotExist();
    }

    @Test
    void interruptEndsEverything() throws Exception {
        String nap = HostProcesses.nap();
        String script = "sleep " + nap + "; exit 0";
        Process process = cli.process(Main.class, "scan", reference, "--", "sh", "-c", script, "sh", "{}");
        HostProcesses.await(nap);

        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(process.errorReader().lines())
                .contains("nydusview: ended by a signal before everything was scanned");
        assertThat(HostProcesses.with(nap)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            scan app                                            | the scanner is missing: use --scanner trivy!syft!grype!clamav!yara, or -- CMD ARG... {}
            scan app -s snyk                                    | unknown scanner 'snyk': choose one of trivy, syft, grype, clamav, yara, or run any program: scan REF -- CMD ARG... {}
            scan app -- ls                                      | the arguments of ls do not name the image: add {}, which stands for its directory
            scan -- ls {}                                       | REF is missing: name the image to scan
            scan app -s trivy,syft -- -x                        | arguments after -- need a single scanner; for several scanners write --arg NAME=ARG
            scan app -s trivy --arg syft=-x                     | --arg syft=-x does not name a scanner that runs: write NAME=ARG
            scan app -s trivy --timeout soon                    | Invalid value for option '--scanner-timeout': 'soon' is not a duration such as 30s, 5m or 1h
            scan app -s trivy --format xml                      | Invalid value for option '--format': 'xml' is not table, json, sarif, cyclonedx, spdx-json, template, junit, github or cosign-vuln
            scan app -s clamav --format json                    | clamav does not report as json: use --format table
            scan app -s trivy,clamav --format sarif             | clamav does not report as sarif: use --format table
            scan app -s trivy --format template                 | --format template needs a template: add --template of trivy, after --
            scan app -s trivy --find packages --format json     | trivy does not report packages as json: use --format cyclonedx, spdx-json or github
            scan app --format junit -- ls {}                    | ls does not report as junit: use --format table, json, sarif, cyclonedx or spdx-json
            scan app -s trivy --budget much                     | Invalid value for option '--budget': 'much' is not a size such as 4096, 512k, 1M or 2G
            """)
    void wrongArguments(String arguments, String message) {
        Cli.Result result = cli.run(arguments.split(" "));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("nydusview: " + message.replace('!', '|') + "\n");
    }
}
