package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Choice of the image that the authorization plugin judges, where docker runs one and another stands in for
 * it or is mixed with it.
 */
@Tag("mount")
@Timeout(120)
class AuthzImageTest {
    /** A finding that only the plain image has. */
    private static final String CRON =
            "test -e \"$NYDUSVIEW_ROOT/etc/cron.d/job\" && report High /etc/cron.d/job\ntrue\n";

    private static final String BOOTSTRAP = "\"annotations\":{\"containerd.io/snapshot/nydus-bootstrap\":\"true\","
            + "\"containerd.io/snapshot/nydus-fs-version\":\"6\"}";
    private static final String BLOB = ",\"annotations\":{\"containerd.io/snapshot/nydus-blob\":\"true\"}}";
    private static final Pattern LAYER =
            Pattern.compile("\\{[^{}]*\"digest\": *\"[^\"]*\"[^{}]*(\\{[^{}]*\\}[^{}]*)?\\}");

    private final OciLayout layout = layout();
    private Path directory;
    private ShellPlugins plugins;
    private LayoutRegistry registry;
    private StandIns images;

    private static OciLayout layout() {
        try {
            return OciLayout.open(TestData.misplacedLayout());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void setUp(@TempDir Path temporary) throws IOException {
        directory = temporary.toRealPath();
        plugins = new ShellPlugins(directory.resolve("plugins"));
        plugins.add("cron", CRON);
        registry = LayoutRegistry.start("misplaced");
        images = StandIns.in(registry, layout);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private static String rule(String more) {
        return "\"rules\":[{\"name\":\"all\",\"levels\":[\"high\"],\"decision\":\"block\",\"timeout\":\"100s\"" + more
                + "}]";
    }

    private JsonNode pull(AuthzGate gate, String tagOrDigest) throws IOException {
        return gate.pull(images.repository(), tagOrDigest);
    }

    private static String message(JsonNode answer) {
        return answer.get("Msg").asString("");
    }

    @Test
    void whatDockerRunsIsJudged() throws Exception {
        try (AuthzGate gate = AuthzGate.start(directory, plugins, rule(""), "--plain=pull")) {
            for (String name : List.of("oci", images.plain().digest().toString(), "index")) {
                JsonNode answer = pull(gate, name);
                assertThat(answer.get("Allow").asBoolean()).as(name).isFalse();
                assertThat(message(answer))
                        .contains(
                                "HIGH cron: /etc/cron.d/job",
                                images.plain().digest().toString());
                JsonNode read = gate.audited().get("read");
                assertThat(read.get("digest").asString())
                        .isEqualTo(images.plain().digest().toString());
                assertThat(read.get("relation").asString()).isEqualTo(name.equals("index") ? "platform" : "itself");
            }
        }
    }

    @Test
    void whatDockerRunsIsAFailureWhereItIsNotPulled() throws Exception {
        try (AuthzGate gate = AuthzGate.start(directory, plugins, rule(""))) {
            for (String name : List.of("oci", "index")) {
                JsonNode answer = pull(gate, name);
                assertThat(answer.get("Allow").asBoolean()).as(name).isFalse();
                assertThat(message(answer)).contains("could not be judged", "--plain=pull", "\"nydus\"");
                assertThat(gate.audited().get("cause").asString()).isEqualTo("failure");
            }
        }
    }

    @Test
    void nydusImagesOfRepositoriesThatThePolicyNames() throws Exception {
        String policy = "\"nydus\":[\"" + images.repository() + "\"]," + rule("");
        try (AuthzGate gate = AuthzGate.start(directory, plugins, policy)) {
            assertRead(gate, "oci", images.twin(), "subject");
            assertRead(gate, "index", images.nydus(), "index");
            assertRead(gate, "nydus-v6", images.nydus(), "itself");
        }
        String[] trusted = {"--plain=pull", "--twin=trusted", "--trust-twins", registry.host() + "/**"};
        try (AuthzGate gate = AuthzGate.start(directory, plugins, rule(""), trusted)) {
            assertRead(gate, "oci", images.twin(), "subject");
        }
        String other = "\"nydus\":[\"" + registry.host() + "/other/**\"]," + rule("");
        try (AuthzGate gate = AuthzGate.start(directory, plugins, other, "--plain=pull")) {
            assertThat(pull(gate, "oci").get("Allow").asBoolean()).isFalse();
        }
    }

    private void assertRead(AuthzGate gate, String tag, Descriptor read, String relation)
            throws IOException, InterruptedException {
        JsonNode answer = pull(gate, tag);
        assertThat(answer.get("Allow").asBoolean()).as(message(answer)).isTrue();
        JsonNode audited = gate.audited();
        assertThat(audited.get("read").get("digest").asString())
                .isEqualTo(read.digest().toString());
        assertThat(audited.get("read").get("relation").asString()).isEqualTo(relation);
        assertThat(audited.get("message").asString()).contains(read.digest().toString());
    }

    /** Nydus blobs are no archives, so that docker fails to unpack them: with Nydus it is that image, without none. */
    @Test
    void nydusImageThatDockerCannotUnpackIsJudgedAsSuch() throws Exception {
        try (AuthzGate gate = AuthzGate.start(directory, plugins, rule(""))) {
            assertRead(gate, "nydus-v6", images.nydus(), "itself");
        }
    }

    @Test
    void nydusImageThatDockerCanUnpackIsAFailure() throws Exception {
        List<String> plain = layers(images.plain());
        List<String> nydus = layers(images.nydus());
        String bootstrap = nydus.get(nydus.size() - 1);
        assertThat(bootstrap).contains("nydus-bootstrap");
        String marked = plain.get(0).replaceFirst("\\}$", BLOB);
        String typed = marked.replaceFirst("application/vnd[^\"]*", "application/vnd.oci.image.layer.nydus.blob.v1");
        add("last-is-marked", plain.get(0), plain.get(1).replaceFirst("\\}$", "," + BOOTSTRAP + "}"));
        add("mixed", plain.get(0), nydus.get(0), nydus.get(1), bootstrap);
        add("annotated", marked, bootstrap);
        add("typed", typed, bootstrap);
        add("among-blobs", nydus.get(0), nydus.get(1), marked, bootstrap);
        add("bootstrap", bootstrap);
        String rule = rule(",\"unresolvable\":\"allow\"");
        try (AuthzGate gate = AuthzGate.start(directory, plugins, rule, "--plain=pull")) {
            for (String tag : List.of("last-is-marked", "mixed", "annotated", "typed", "among-blobs", "bootstrap")) {
                JsonNode answer = pull(gate, tag);
                assertThat(answer.get("Allow").asBoolean()).as(tag).isFalse();
                assertThat(message(answer)).as(tag).contains("could not be judged: docker may run ", "\"nydus\"");
            }
        }
        String trusting = "\"nydus\":[\"**\"]," + rule;
        try (AuthzGate gate = AuthzGate.start(directory, plugins, trusting, "--plain=pull")) {
            for (String tag : List.of("mixed", "annotated", "among-blobs")) {
                JsonNode answer = pull(gate, tag);
                assertThat(answer.get("Allow").asBoolean()).as(tag).isFalse();
                assertThat(message(answer)).as(tag).contains("mixes a Nydus image with other layers");
            }
        }
    }

    /** An image that a client may take which does not know the marks of Nydus stands before the plain image. */
    @Test
    void whatDockerMayTakeFirstMustBeNoArchive() throws Exception {
        String typed = layers(images.plain())
                .get(0)
                .replaceFirst("\\}$", BLOB)
                .replaceFirst("application/vnd[^\"]*", "application/vnd.oci.image.layer.nydus.blob.v1");
        List<String> nydus = layers(images.nydus());
        Descriptor archive = add("archive", typed, nydus.get(nydus.size() - 1));
        index("archive-first", archive, images.plain());
        index("nydus-first", images.nydus(), images.plain());
        plugins.add("cron", "true\n");
        try (AuthzGate gate = AuthzGate.start(directory, plugins, rule(""), "--plain=pull")) {
            JsonNode refused = pull(gate, "archive-first");
            assertThat(refused.get("Allow").asBoolean()).isFalse();
            assertThat(message(refused)).contains("docker may run " + archive.digest());
            JsonNode answer = pull(gate, "nydus-first");
            assertThat(answer.get("Allow").asBoolean()).as(message(answer)).isTrue();
            gate.audited();
            assertThat(gate.audited().get("read").get("digest").asString())
                    .isEqualTo(images.plain().digest().toString());
        }
    }

    /** docker runs a single image for another platform all the same. */
    @Test
    void anotherPlatformIsAFailureRatherThanUnresolvable() throws Exception {
        String rule = rule(",\"unresolvable\":\"allow\"");
        try (AuthzGate gate = AuthzGate.start(directory, plugins, rule, "--plain=pull", "--platform", "linux/s390x")) {
            JsonNode answer = pull(gate, "oci");
            assertThat(answer.get("Allow").asBoolean()).isFalse();
            assertThat(message(answer)).contains("is an image for linux/amd64, not for linux/s390x");
            assertThat(pull(gate, "no-such-tag").get("Allow").asBoolean()).isTrue();
        }
    }

    @Test
    void anyTwinIsRefused() {
        Cli.Result result = new Cli(directory).run("authz", "--policy", "none", "--twin=any");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--twin=any is not allowed for authz");
    }

    private List<String> layers(Descriptor image) throws IOException {
        String text = StandIns.text(layout, image).replaceAll("\\s+", "");
        Matcher matcher = LAYER.matcher(text.substring(text.indexOf("\"layers\":[")));
        List<String> layers = new ArrayList<>();
        while (matcher.find()) {
            layers.add(matcher.group());
        }
        return layers;
    }

    /** Adds an image with the configuration of the plain one. */
    private Descriptor add(String tag, String... layers) throws IOException {
        String text = StandIns.text(layout, images.plain()).replaceAll("\\s+", "");
        String before = text.substring(0, text.indexOf("\"layers\":["));
        return registry.addManifest(
                tag, MediaTypes.OCI_MANIFEST, StandIns.json(before + "\"layers\":[" + String.join(",", layers) + "]}"));
    }

    private void index(String tag, Descriptor first, Descriptor second) {
        String amd64 = ",\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}";
        registry.addManifest(
                tag,
                MediaTypes.OCI_INDEX,
                StandIns.json("{\"schemaVersion\":2,\"manifests\":[" + StandIns.descriptor(first, amd64) + ","
                        + StandIns.descriptor(second, amd64) + "]}"));
    }
}
