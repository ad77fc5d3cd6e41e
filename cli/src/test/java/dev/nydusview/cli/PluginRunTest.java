package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.base.json.JsonObject;
import dev.nydusview.cli.Faults.Kind;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.registry.manifest.OciFormats;
import dev.nydusview.scan.json.Documents;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.GoldenLayout;
import dev.nydusview.testdata.HostProcesses;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Plugins, which are shell scripts that speak the protocol, over real mounts of an image in a registry. */
@Timeout(120)
class PluginRunTest {
    private static final Pattern RANGE = Pattern.compile("(\\S+) bytes=(\\d+)-(\\d+)");

    private final Faults faults = new Faults();
    private Path directory;
    private ShellPlugins shell;
    private Path plugins;
    private LayoutRegistry registry;
    private Cli cli;

    @BeforeEach
    void setUp(@TempDir Path temporary) throws IOException {
        directory = temporary.toRealPath();
        shell = new ShellPlugins(directory.resolve("plugins"));
        plugins = shell.directory();
        registry = LayoutRegistry.start("demo", faults).add(OciLayout.open(TestData.demoLayout()));
        cli = new Cli(directory).with("NYDUSVIEW_RETRIES", "0");
        if (!Files.isWritable(Path.of("/proc/sys/kernel/hostname"))) {
            cli.with("NYDUSVIEW_PLUGIN_NETWORK", "true"); // who is not root may be unable to take it away
        }
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        faults.release();
        registry.close();
        assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
                .doesNotContain("nydusview:" + registry.reference("nydus-v6").split("/", 2)[0]);
    }

    private Path plugin(String name, String body) throws IOException {
        return shell.add(name, body);
    }

    private Cli.Result run(String... options) {
        List<String> line =
                new ArrayList<>(List.of("plugin", "run", plugins.toString(), registry.reference("nydus-v6")));
        line.addAll(List.of("--receipt", directory.resolve("receipt.json").toString()));
        line.addAll(List.of(options));
        return cli.run(line.toArray(String[]::new));
    }

    private JsonNode receipt() throws IOException {
        return Json.read(Files.readAllBytes(directory.resolve("receipt.json")), JsonNode.class);
    }

    @Test
    void whatAPluginFindsIsPrintedInEveryFormat() throws IOException {
        plugin("keys", "grep -q PRIVATE \"$NYDUSVIEW_ROOT/root/.ssh/id_rsa\" && report High /root/.ssh/id_rsa\n");

        Cli.Result table = run();
        assertThat(table.code()).as(table.err()).isZero();
        assertThat(table.out()).contains(": 1 finding\n", "High   keys    SensitiveFile  /root/.ssh/id_rsa: test");
        assertThat(receipt().get("complete").asBoolean()).isTrue();
        JsonNode plugin = receipt().get("scanners").get(0);
        assertThat(plugin.get("name").asString()).isEqualTo("keys");
        assertThat(plugin.get("version").asString()).isEqualTo("1.2");
        assertThat(plugin.get("access").get("files").get(0).get("path").asString())
                .isEqualTo("/root/.ssh/id_rsa");
        assertThat(plugin.get("argv").toString())
                .containsPattern(
                        "\"scan\",\"image\",\"--mode\",\"docker\".*\"--id\",\"--host\".*\"--host\".*\"sha256:");

        JsonNode json = Json.read(run("--format", "json").out().getBytes(StandardCharsets.UTF_8), JsonNode.class);
        JsonNode finding = json.get("images").get(0).get("findings").get(0);
        assertThat(finding.get("level").asString()).isEqualTo("High");
        assertThat(finding.get("image").asString()).startsWith(registry.reference("nydus-v6") + "@sha256:");
        JsonNode sarif = Json.read(run("--format", "sarif").out().getBytes(StandardCharsets.UTF_8), JsonNode.class);
        JsonNode result = sarif.get("runs").get(0).get("results").get(0);
        assertThat(result.get("level").asString()).isEqualTo("error");
        assertThat(result.get("locations").get(0).toString()).contains("root/.ssh/id_rsa");
        assertThat(run("--format", "html").out()).startsWith("<!DOCTYPE html>").contains("/root/.ssh/id_rsa: test");
        assertThat(run("--fail-on", "critical").code()).isZero();
        assertThat(run("--fail-on", "medium").code()).isEqualTo(1);
    }

    @Test
    void findingsThatFailAScanAreNamed() throws IOException {
        plugin("keys", "report High /root/.ssh/id_rsa; report Low /etc/motd\n");
        Cli.Result failed = run("--fail-on", "medium", "-q");
        assertThat(failed.err())
                .contains("--fail-on medium: 1 finding in " + registry.reference("nydus-v6") + "@sha256:")
                .containsIgnoringCase("\n  high keys: /root/.ssh/id_rsa: test\n")
                .doesNotContain("/etc/motd");
        assertThat(run("--fail-on", "critical", "-q").err()).doesNotContain("--fail-on", "id_rsa");
    }

    @Test
    void whatPluginsAreTold() throws IOException {
        plugin(
                "told",
                """
                grep -q "\\"id\\":\\"$id\\"" "$NYDUSVIEW_IMAGE" && report Low /id
                grep -q DB_PASSWORD "$NYDUSVIEW_IMAGE" && report Low /config
                grep -q 'demo:nydus-v6"' "$NYDUSVIEW_IMAGE" && report Low /reference
                touch "$NYDUSVIEW_ROOT/new" 2>/dev/null || report Low /read-only
                [ -z "${NYDUSVIEW_CREDS:-}" ] && report Low /no-credentials
                """);
        cli.with("NYDUSVIEW_CREDS", "me:secret").with("NYDUSVIEW_PLAIN_HTTP", "true");

        assertThat(run().out()).contains("/id:", "/config:", "/reference:", "/read-only:", "/no-credentials:");
    }

    @Test
    void theConfigurationIsThatOfTheSourceIfThatRunsTheSame() throws IOException {
        plugin(
                "origin",
                """
                grep -q '"configSource":"subject"' "$NYDUSVIEW_IMAGE" && report Low /subject
                grep -q 'made by the source' "$NYDUSVIEW_IMAGE" && report Low /history
                grep -q DB_PASSWORD "$NYDUSVIEW_IMAGE" && report Low /env
                """);
        OciLayout layout = OciLayout.open(TestData.demoLayout());
        ObjectNode manifest = object(layout, layout.named("nydus-v6"));
        ObjectNode config = object(
                layout,
                Descriptor.parse(JsonObject.parse(Documents.write(manifest.get("config")), OciFormats.MANIFESTS)));
        config.putArray("history").addObject().put("created_by", "made by the source");

        converted(manifest, config, "same");
        Cli.Result same = cli.run("plugin", "run", plugins.toString(), registry.reference("same"));
        assertThat(same.out()).as(same.err()).contains("/subject:", "/history:", "/env:");

        config.withObjectProperty("config").putArray("Env");
        converted(manifest, config, "other");
        Cli.Result other = cli.run("plugin", "run", plugins.toString(), registry.reference("other"));
        assertThat(other.out()).as(other.err()).contains("/env:").doesNotContain("/subject:", "/history:");

        descriptor(
                manifest.putObject("subject"), Descriptor.of(MediaTypes.OCI_MANIFEST, "sha256:" + "0".repeat(64), 9));
        registry.addManifest("deleted", MediaTypes.OCI_MANIFEST, Documents.write(manifest));
        Cli.Result deleted = cli.run("plugin", "run", plugins.toString(), registry.reference("deleted"));
        assertThat(deleted.out()).as(deleted.err()).contains("/env:").doesNotContain("/subject:");
    }

    /** Tags the image of {@code manifest} with a subject that has {@code config}. */
    private void converted(ObjectNode manifest, ObjectNode config, String tag) throws IOException {
        Descriptor configuration =
                registry.addBlob("application/vnd.oci.image.config.v1+json", Documents.write(config));
        ObjectNode source = manifest.objectNode();
        source.put("schemaVersion", 2).putArray("layers");
        descriptor(source.putObject("config"), configuration);
        ObjectNode nydus = manifest.deepCopy();
        descriptor(nydus.putObject("subject"), registry.addBlob(MediaTypes.OCI_MANIFEST, Documents.write(source)));
        registry.addManifest(tag, MediaTypes.OCI_MANIFEST, Documents.write(nydus));
    }

    private static void descriptor(ObjectNode node, Descriptor descriptor) {
        node.put("mediaType", descriptor.mediaType())
                .put("digest", descriptor.digest())
                .put("size", descriptor.size());
    }

    private static ObjectNode object(OciLayout layout, Descriptor descriptor) throws IOException {
        try (InputStream in = layout.content(descriptor)) {
            return (ObjectNode) Json.read(in.readAllBytes(), JsonNode.class);
        }
    }

    @Test
    void servicesOfThirdPartiesAnswer() throws Exception {
        plugin(
                "polite",
                "call example.com/greeter greet ''\ncase $reply in *'hello polite'*) report Low /greeted;; esac\n");

        assertThat(run().out()).contains("0 findings");
        assertThat(run("--plugin-services", greeter().toString()).out()).contains("/greeted");
        assertThat(run("--plugin-services", "/no/such.jar").code()).isEqualTo(121);
    }

    /** A jar with a service, as somebody else would build it. */
    private Path greeter() throws Exception {
        Path classes = Files.createDirectories(directory.resolve("classes"));
        Path source = directory.resolve("Greeter.java");
        Files.writeString(
                source,
                """
                import dev.nydusview.plugin.service.*;
                import java.util.*;
                import tools.jackson.databind.node.StringNode;
                public class Greeter implements PluginServices {
                    public String namespace() {
                        return "example.com/greeter";
                    }
                    public Map<String, ServiceFunction> functions(RunContext run) {
                        return Map.of("greet", arguments -> List.of(StringNode.valueOf("hello " + run.plugin())));
                    }
                }
                """);
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-d", classes.toString(), source.toString());
        assertThat(compiled).isZero();
        Path jar = directory.resolve("greeter.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("Greeter.class"));
            out.write(Files.readAllBytes(classes.resolve("Greeter.class")));
            out.putNextEntry(new ZipEntry("META-INF/services/dev.nydusview.plugin.service.PluginServices"));
            out.write("Greeter".getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    @Test
    void logEntriesHaveOurFields() throws IOException {
        plugin(
                "talker",
                "call github.com/chaitin/libveinmind/logging log"
                        + " '[{\"level\":1,\"fields\":{\"a\":\"b\"},\"msg\":\"hello\"}]'\necho aside >&2\n");

        Cli.Result result = run();
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err())
                .contains("error: hello a=b plugin=talker command=scan image image=" + registry.reference("nydus-v6"))
                .contains("talker: aside\n");
    }

    @Test
    void failedReadsMakeItIncompleteWhateverThePluginSays() throws IOException {
        plugin("careless", "cat \"$NYDUSVIEW_ROOT\"/etc/passwd >/dev/null 2>&1; report Low /a\n");
        faults.spoil(Kind.GONE, 0, Integer.MAX_VALUE);

        Cli.Result result = run("--ignore-broken", "all");
        assertThat(result.code()).as(result.err()).isEqualTo(120);
        assertThat(result.err()).contains("INCOMPLETE: whatever careless says", "/etc/passwd at 0: ");
        assertThat(result.out()).contains("1 finding, INCOMPLETE");
    }

    @Test
    void aBrokenPluginBlocksUnlessItIsToBeIgnored() throws IOException {
        plugin("broken", "echo oops >&2; exit 3\n");
        plugin("sound", "report Low /a\n");

        Cli.Result blocked = run();
        assertThat(blocked.code()).as(blocked.err()).isEqualTo(123);
        assertThat(blocked.err()).contains("whatever broken says", "the plugin ended with exit code 3");
        Cli.Result ignored = run("--ignore-broken", "broken");
        assertThat(ignored.code()).as(ignored.err()).isZero();
        assertThat(ignored.err()).contains("broken   ignored");
        assertThat(receipt().get("complete").asBoolean()).isTrue();
    }

    @Test
    void oneThatBreaksTheProtocolOrHangsIsEnded() throws IOException {
        plugin("babbler", "printf '{\"sequence\":1,]' >&4; sleep 1000\n");
        plugin("forker", "for i in 1 2 3; do sleep 1000 & done; exit 0\n");
        plugin("flood", "while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done\n");
        plugin("sleeper", "sleep 1000\n");

        Cli.Result result = run("--timeout", "5s");
        assertThat(result.code()).as(result.err()).isEqualTo(123);
        assertThat(result.err())
                .contains("the plugin sent something that is not JSON")
                .contains("the plugin was still running after 5 seconds and was killed")
                .containsPattern("forker +complete");
        assertThat(receipt().get("scanners").toString()).contains("\"flood\"");
    }

    @Test
    void whateverPluginsSendTheOthersGoOn() throws IOException {
        plugin("huge", "{ printf '{\"sequence\":1,\"args\":[\"'; head -c 104857600 /dev/zero | tr '\\0' a; } >&4\n");
        plugin("cut-off", "printf '{\"sequence\":1,\"type' >&4; exit 0\n");
        plugin("closing", "exec 3<&-; printf '{\"sequence\":1,\"type\":\"hasNamespace\"}' >&4\n");
        plugin("killed", "kill -9 $$\n");
        plugin("no-event", "call github.com/chaitin/veinmind-tools/veinmind-common/go/service/report report '\"x\"'\n");
        liar("liar", "echo 'no such command' >&2; exit 2\n");
        plugin("sound", "report Low /a\n");

        Cli.Result result = run("--timeout", "60s");
        assertThat(result.code()).as(result.err()).isEqualTo(123);
        Map<String, String> problems = new HashMap<>();
        receipt()
                .get("scanners")
                .forEach(scanner -> problems.put(
                        scanner.get("name").asString(), scanner.get("problems").toString()));
        assertThat(problems.get("huge")).isEqualTo("[\"the plugin sent more than 16 MiB in one request\"]");
        assertThat(problems.get("cut-off")).isEqualTo("[\"the plugin ended in the middle of a request\"]");
        assertThat(problems.get("closing")).isEqualTo("[]");
        assertThat(problems.get("killed")).contains("killed by signal 9");
        assertThat(problems.get("no-event")).isEqualTo("[\"the plugin reported something that is no event\"]");
        assertThat(problems.get("liar")).contains("exit code 2");
        assertThat(problems.get("sound")).isEqualTo("[]");
        assertThat(result.out()).contains("1 finding, INCOMPLETE", "/a: test");
    }

    @Test
    void processesThatEscapeIntoSessionsOfTheirOwnAreEnded() throws IOException {
        Path started = directory.resolve("started");
        String nap = HostProcesses.nap();
        String escape = "setsid env -i sh -c 'trap \"\" TERM HUP; echo >> " + started + "; exec sleep " + nap + "' &\n";
        plugin(
                "forker",
                escape + escape + "while [ \"$(wc -l 2>/dev/null <" + started + ")\" != 2 ]; do sleep 0.05; done\n");

        Cli.Result result = run("--timeout", "60s", "--plugin-processes", "0", "--plugin-memory", "0");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(Files.readAllLines(started)).hasSize(2);
        assertThat(HostProcesses.with(nap)).isEmpty();
    }

    /** One whose manifest has a command that it does not know. */
    private void liar(String name, String otherwise) throws IOException {
        Path file = plugin(name, "");
        String script = Files.readString(file);
        Files.writeString(file, script.replace("\"scan\",\"image\"", "\"no\",\"such\"") + otherwise);
    }

    /** Each of which a plugin that root starts could do, if it were not confined. */
    @Test
    void whatHostilePluginsCannotDo() throws IOException {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/proc/sys/kernel/hostname")), "this needs root");
        Files.createDirectories(directory.resolve(".docker"));
        Files.writeString(directory.resolve(".docker/config.json"), "{\"auths\":{}}");
        Files.createDirectories(directory.resolve(".ssh"));
        Files.writeString(directory.resolve(".ssh/id_rsa"), "a key");
        long host = ProcessHandle.current().pid();
        plugin(
                "hostile",
                """
                try() { name=$1; shift; "$@" >/dev/null 2>&1 && report High "/$name"; }
                shell() { name=$1; try "$name" sh -c "$2"; }
                shell environment 'tr "\\0" "\\n" </proc/HOST/environ'
                shell parent 'for p in /proc/[0-9]*; do grep -q java "$p/comm" && exit; done; exit 1'
                try network nsenter --net=/proc/HOST/ns/net true
                try mounts nsenter --mount=/proc/1/ns/mnt true
                try cover mount -t tmpfs none "$NYDUSVIEW_ROOT"
                try uncover umount -l "$NYDUSVIEW_ROOT"
                shell group 'echo 0 >/sys/fs/cgroup/pids/cgroup.procs || echo 0 >/sys/fs/cgroup/cgroup.procs'
                try kill kill -0 HOST
                shell credentials 'cat ~/.docker/config.json ~/.ssh/id_rsa'
                shell cache 'ls -A ~/.cache/nydusview | grep .'
                shell fill 'echo x >~/.cache/nydusview/x'
                try change chmod 777 "$0"
                shell rewrite 'echo >>"$0"'
                try devices mknod /tmp/node b 7 0
                shell disk 'for d in /dev/?d? /dev/nvme*; do head -c 1 "$d" && exit; done; exit 1'
                shell kernel 'echo x >/proc/sys/kernel/domainname'
                shell etc 'echo x >/etc/nydusview-was-here'
                shell others 'find "$(dirname "$(dirname "$NYDUSVIEW_IMAGE")")" -name "output-*" | grep .'
                try run test -e /run/docker
                report Low /end
                """
                        .replace("HOST", Long.toString(host)));

        Cli.Result result = run();
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).as(result.err()).contains("1 finding", "/end:");
        JsonNode confinement = receipt().get("scanners").get(0).get("confinement");
        assertThat(confinement.get("lacks")).isEmpty();
        assertThat(confinement.get("has").toString())
                .contains("no network", "no capabilities", "read-only files", "hidden");
    }

    @Test
    void infoIsAskedAsConfinedAsRuns() throws IOException {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/proc/sys/kernel/hostname")), "this needs root");
        String nap = HostProcesses.nap();
        Path told = directory.resolve("told");
        Path file = plugin("asked", "");
        String info = "setsid env -i sleep " + nap + " >/dev/null 2>&1 &\n"
                + "{ grep -c : /proc/net/dev; id; grep CapEff /proc/self/status; env; touch /etc/x; } >" + told
                + " 2>&1\n";
        Files.writeString(file, Files.readString(file).replace("set -u\n", "set -u\n" + info));
        cli.with("NYDUSVIEW_CREDS", "me:secret").with("NYDUSVIEW_PLAIN_HTTP", "true");

        Cli.Result result = cli.run("plugin", "info", file.toString());
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(told)
                .content()
                .startsWith("1\n")
                .contains("CapEff:\t0000000000000000", "Read-only file system")
                .doesNotContain("secret");
        assertThat(HostProcesses.with(nap)).isEmpty();
    }

    @Test
    void memoryAndNetworkAreLimited() throws IOException {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/proc/sys/kernel/hostname")), "this needs root");
        plugin(
                "connected",
                "[ \"$(ls /sys/class/net 2>/dev/null | wc -l)\" -ge 0 ]; grep -q eth /proc/net/dev && report High /eth\n");
        plugin("greedy", "head -c 500000000 /dev/zero | tail -n 1 >/dev/null || exit 9\n");

        Cli.Result result = run("--plugin-memory", "64M");
        assertThat(result.out()).doesNotContain("/eth");
        JsonNode scanners = receipt().get("scanners");
        assertThat(scanners.get(0).get("limits").toString()).contains("no network", "memory 67108864 bytes");
        assertThat(scanners.get(1).get("problems").toString()).matches(".*(needed more memory|exit code).*");
    }

    @Test
    void chunksAreFetchedOnceForAllPlugins() throws IOException {
        for (int i = 0; i < 10; i++) {
            plugin(
                    "reader-" + i,
                    "cat \"$NYDUSVIEW_ROOT\"/etc/* \"$NYDUSVIEW_ROOT\"/root/.ssh/* >/dev/null 2>&1; true\n");
        }
        Cli.Result result = run("--plugin-jobs", "5");

        assertThat(result.code()).as(result.err()).isZero();
        long fetched = 0;
        long most = 0;
        for (JsonNode scanner : receipt().get("scanners")) {
            long bytes = scanner.get("access").get("bytesFetched").asLong();
            fetched += bytes;
            most = Math.max(most, scanner.get("access").get("bytesAsked").asLong());
        }
        assertThat(fetched)
                .isPositive()
                .isEqualTo(receipt().get("transfer").get("bytes").asLong());
        assertThat(receipt().get("transfer").get("bytes").asLong()).isLessThan(2 * most);
    }

    @Test
    void tenPluginsShareOneMountAndOneCacheOfEachOfFiveImages() throws IOException {
        for (int i = 0; i < 10; i++) {
            plugin(
                    "reader-" + i,
                    "find \"$NYDUSVIEW_ROOT\" -xdev -type f -exec cat {} + >/dev/null && report Low \"$NYDUSVIEW_ROOT\"\n");
        }
        List<String> line = new ArrayList<>(List.of("scan", "--plugins", plugins.toString(), "--format", "json"));
        line.addAll(List.of("--jobs", "3", "--plugin-jobs", "4"));
        GoldenLayout golden = new GoldenLayout(directory.resolve("golden"));
        golden.image(GoldenImage.of("v5-lz4-blake3"), "v5");
        golden.image(GoldenImage.of("v6-merged"), "merged");
        golden.image(GoldenImage.of("v6-batch"), "batch");
        registry.add(OciLayout.open(golden.directory()));
        for (String tag : List.of("nydus-v6", "layers-nydus-v6", "v5", "merged", "batch")) {
            line.add(registry.reference(tag));
        }
        Cli.Result result = cli.run(line.toArray(String[]::new));

        assertThat(result.code()).as(result.err()).isZero();
        JsonNode images = Json.read(result.out().getBytes(StandardCharsets.UTF_8), JsonNode.class)
                .get("images");
        Set<String> mounts = new HashSet<>();
        for (JsonNode image : images) {
            Set<String> roots = new HashSet<>();
            image.get("findings")
                    .forEach(finding ->
                            roots.add(finding.get("details").get(0).get("path").asString()));
            assertThat(image.get("findings")).hasSize(10);
            assertThat(roots).as("mounts of one image").hasSize(1);
            mounts.addAll(roots);
        }
        assertThat(mounts).hasSize(5);
        Transferred bytes = Transferred.of(faults.ranges());
        // What is fetched ahead goes over small gaps, in which there may be something that is here already.
        assertThat(bytes.twice()).isLessThan(bytes.all() / 20);
    }

    /** How many bytes of blobs were transferred, and how many of them more than once. */
    private record Transferred(long all, long twice) {
        static Transferred of(List<String> ranges) {
            Map<String, BitSet> blobs = new HashMap<>();
            long all = 0;
            for (String range : ranges) {
                Matcher parts = RANGE.matcher(range);
                assertThat(parts.matches()).as(range).isTrue();
                int first = Integer.parseInt(parts.group(2));
                int end = Integer.parseInt(parts.group(3)) + 1;
                all += end - first;
                blobs.computeIfAbsent(parts.group(1), blob -> new BitSet()).set(first, end);
            }
            long once = blobs.values().stream().mapToLong(BitSet::cardinality).sum();
            return new Transferred(all, all - once);
        }
    }

    @Test
    void severalImagesAndTheCatalogue() throws IOException {
        plugin("reader", "report Low \"/$(cat \"$NYDUSVIEW_ROOT\"/etc/debian_version)\"\n");
        Cli.Result result = cli.run(
                "scan",
                registry.reference("nydus-v6"),
                registry.reference("layers-nydus-v6"),
                "--plugins",
                plugins.toString(),
                "--format",
                "json");

        assertThat(result.code()).as(result.err()).isZero();
        JsonNode images = Json.read(result.out().getBytes(StandardCharsets.UTF_8), JsonNode.class)
                .get("images");
        assertThat(images).hasSize(2);
        assertThat(images.get(1).get("image").asString()).startsWith(registry.reference("layers-nydus-v6"));
        assertThat(images.get(1).get("findings")).hasSize(1);
    }

    @Test
    void anImageThatIsMissingIsToldInEveryFormat() throws IOException {
        plugin("sound", "report Low '/<script>alert(1)</script>'\n");
        String missing = registry.reference("no-such-tag");

        for (String format : List.of("table", "json", "sarif", "html")) {
            Cli.Result result = cli.run(
                    "scan",
                    missing,
                    registry.reference("nydus-v6"),
                    "--plugins",
                    plugins.toString(),
                    "--receipt",
                    directory.resolve("receipt.json").toString(),
                    "--format",
                    format);

            assertThat(result.code()).as(result.err()).isEqualTo(121);
            assertThat(result.err()).contains("MANIFEST_UNKNOWN");
            byte[] out = result.out().getBytes(StandardCharsets.UTF_8);
            switch (format) {
                case "table" -> assertThat(result.out()).contains(missing + ": not scanned\n", ": 1 finding\n");
                case "json" -> {
                    JsonNode image =
                            Json.read(out, JsonNode.class).get("images").get(0);
                    assertThat(image.get("complete").asBoolean()).isFalse();
                    assertThat(image.get("problem").asString()).contains("MANIFEST_UNKNOWN");
                }
                case "sarif" -> {
                    JsonNode run = Json.read(out, JsonNode.class).get("runs").get(0);
                    assertThat(run.get("invocations")
                                    .get(0)
                                    .get("executionSuccessful")
                                    .asBoolean())
                            .isFalse();
                }
                default ->
                    assertThat(result.out())
                            .contains("Not scanned: GET ", "/&lt;script&gt;alert(1)&lt;/script&gt;: test")
                            .doesNotContain("<script>")
                            .endsWith("</html>\n");
            }
            assertThat(receipt().get(0).get("image").get("name").asString()).isEqualTo(missing);
            assertThat(receipt().get(0).get("complete").asBoolean()).isFalse();
            assertThat(receipt().get(1).get("complete").asBoolean()).isTrue();
        }
    }

    @Test
    void interruptEndsEverythingAndIsToldInReports() throws Exception {
        String nap = HostProcesses.nap();
        plugin("sleeper", "sleep " + nap + "\n");
        Process process = cli.process(
                Main.class,
                "scan",
                registry.reference("nydus-v6"),
                registry.reference("layers-nydus-v6"),
                "--jobs",
                "1",
                "--plugins",
                plugins.toString(),
                "--format",
                "json",
                "--receipt",
                directory.resolve("receipt.json").toString());
        HostProcesses.await(nap);

        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

        JsonNode document = Json.read(process.getInputStream().readAllBytes(), JsonNode.class);
        assertThat(process.waitFor()).isEqualTo(130);
        assertThat(document.get("images")).hasSize(2);
        for (int image = 0; image < 2; image++) {
            assertThat(document.get("images").get(image).get("problem").asString())
                    .isEqualTo("the scan was ended before it was done");
            assertThat(receipt().get(image).get("complete").asBoolean()).isFalse();
        }
        assertThat(HostProcesses.with(nap)).isEmpty();
    }

    @Test
    void wrongUseIsSaid() throws IOException {
        assertThat(run().code()).isEqualTo(123);
        assertThat(run().err()).contains("no plugin that scans images was found");
        plugin("sound", "report Low /a\n");
        assertThat(run("--plugin-flag", "x").code()).isEqualTo(2);
        Cli.Result nowhere = cli.run(
                "plugin", "run", plugins.toString(), registry.reference("nydus-v6"), "--receipt", "/no/such/receipt");
        assertThat(nowhere.code()).isEqualTo(2);
        assertThat(nowhere.err()).startsWith("nydusview: the receipt cannot be written to /no/such/receipt\n");
        assertThat(run("--format", "xml").err()).contains("'xml' is not table, json, sarif or html");
        assertThat(cli.run("scan", "a", "--plugins", plugins.toString(), "--scanner", "trivy")
                        .err())
                .contains("--plugins contradicts --scanner");
    }
}
