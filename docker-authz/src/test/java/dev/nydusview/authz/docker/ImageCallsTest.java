package dev.nydusview.authz.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Finding the images that requests are about. */
class ImageCallsTest {
    private static final String DIGEST = "sha256:" + "b".repeat(64);
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private static Optional<ImageCall> find(String method, String uri, Map<String, String> headers, String body) {
        return ImageCalls.find(
                new ApiRequest(method, uri, headers, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8))));
    }

    private static final Map<String, String> NO_BODY = Map.of("Content-Type", "text/plain", "Content-Length", "0");

    private static ImageCall post(String uri, Map<String, String> headers, String body) {
        return find("POST", uri, headers, body).orElseThrow();
    }

    private static ImageCall post(String uri) {
        return find("POST", uri, Map.of(), "").orElseThrow();
    }

    private static Target create(String body) {
        return find("POST", "/v1.43/containers/create", JSON, body)
                .orElseThrow()
                .target();
    }

    private static String remote(Target target) {
        assertThat(target).isInstanceOf(Target.Remote.class);
        return target.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1.41/images/create?fromImage=debian&tag=12 | docker.io/library/debian:12",
                "/images/create?tag=12&fromImage=debian | docker.io/library/debian:12",
                "/v1.41/images/create?fromImage=localhost%3A5000%2Fdebian&tag=nydus-v6 | localhost:5000/debian:nydus-v6",
                "/v1.41/images/create?fromImage=debian:12&tag= | docker.io/library/debian:12",
                "/v1.41/images/create?fromImage=debian:11&tag=12 | docker.io/library/debian:12",
                "/v1.41/images/create?fromImage=debian%3A&tag=12 | docker.io/library/debian:12",
                "/v1.41/images/create?fromImage=a&fromImage=b&tag=1 | docker.io/library/a:1",
                "/v1.41/images/create?fromImage=a&tag=1&fromSrc=- | docker.io/library/a:1",
                "http://x/v1.41/images/create?fromImage=a&tag=1 | docker.io/library/a:1",
                "HTTP://x:1@y/images/create?fromImage=a&tag=1 | docker.io/library/a:1",
                "http:/v1.41/images/create?fromImage=a&tag=1 | docker.io/library/a:1",
                "/v1.41/im%61ges/create?from%49mage=a&tag=1 | docker.io/library/a:1",
                "//v1.41//images/create?fromImage=a&tag=1 | docker.io/library/a:1",
            })
    void pulls(String uri, String image) {
        assertThat(post(uri).action()).isEqualTo(Action.PULL);
        assertThat(remote(post(uri).target())).isEqualTo(image);
    }

    @Test
    void pullsByDigestAndForAPlatform() {
        ImageCall call =
                post("/images/create?fromImage=debian&tag=" + DIGEST.replace(":", "%3A") + "&platform=linux%2Farm64");
        assertThat(remote(call.target())).isEqualTo("docker.io/library/debian@" + DIGEST);
        assertThat(call.platform()).isEqualTo("linux/arm64");
        assertThat(post("/images/create?fromImage=a&tag=1").platform()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/images/create?fromImage=debian",
                "/images/create?fromImage=debian:",
                "/images/create?fromImage=Debian&tag=1",
                "/images/create?fromImage=a+b&tag=1",
                "/images/local/app/push",
            })
    void whatIsNotOneImageIsNotResolved(String uri) {
        assertThat(post(uri).target()).isInstanceOf(Target.Local.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/images/create?fromImage=good&x=%zz&tag=1",
                "/images/create?fromImage=good&tag=1;fromImage=evil",
                "/images/create?%zz",
                "/images/a/push?tag=1;tag=2",
                "/plugins/pull?remote=a%2",
            })
    void parametersThatCanBeReadInTwoWaysAreNotTaken(String uri) {
        assertThat(post(uri).target()).isInstanceOf(Target.Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "Multipart/Form-Data; boundary=x"})
    void parametersInAFormAreNotKnown(String type) {
        for (String uri :
                new String[] {"/images/create?fromImage=a&tag=1", "/images/create?fromSrc=-", "/images/a/push?tag=1"}) {
            assertThat(find("POST", uri, Map.of("content-type", type), "")
                            .orElseThrow()
                            .target())
                    .isInstanceOf(Target.Unreadable.class);
        }
    }

    private static Map<String, String> headers(String lines) {
        Map<String, String> headers = new HashMap<>();
        for (String line : lines.split("; ", -1)) {
            headers.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1));
        }
        return headers;
    }

    /** Docker passes on the last of two Content-Types, and takes a form by the first. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type:text/plain; Content-Length:29",
                "Content-Type:application/json; Content-Length:29",
                "Content-Type:; Content-Length:29",
                "Content-Type:text/plain",
                "Content-Type:application/json",
                "Content-Type:text/plain; Content-Length:",
                "Content-Type:text/plain; Content-Length:00",
                "Content-Type:text/plain; Content-Length:0; content-length:0",
                "Content-Type:text/plain; Content-Length:0; Transfer-Encoding:chunked",
                "Content-Length:29",
            })
    void aBodyThatIsNotPassedOnMayHoldOtherParameters(String lines) {
        for (String uri : List.of("/images/create?fromImage=a&tag=1", "/images/a/push?tag=1")) {
            assertThat(post(uri, headers(lines), "").target()).isInstanceOf(Target.Unreadable.class);
        }
    }

    @Test
    void aBodyIsNoPartOfAPull() {
        for (String uri : List.of("/images/create?fromImage=a&tag=1", "/images/a/push?tag=1")) {
            assertThat(post(uri, JSON, "{}").target()).isInstanceOf(Target.Unreadable.class);
            assertThat(post(uri, Map.of(), "{}").target()).isInstanceOf(Target.Unreadable.class);
            assertThat(remote(post(uri, NO_BODY, "").target())).isEqualTo("docker.io/library/a:1");
            assertThat(remote(post(uri, Map.of("Content-Length", "0"), "").target()))
                    .isEqualTo("docker.io/library/a:1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type:text/plain",
                "Content-Type:application/x-tar",
                "Content-Type:application/json; Content-Length:29",
            })
    void anImportWithABodyMayBeAPull(String lines) {
        ImageCall call = post("/images/create?fromSrc=-&repo=a", headers(lines), "");
        assertThat(call.action()).isEqualTo(Action.IMPORT);
        assertThat(call.otherwise()).isNotNull();
        assertThat(call.otherwise().action()).isEqualTo(Action.PULL);
        assertThat(call.otherwise().target()).isInstanceOf(Target.Unreadable.class);
    }

    @Test
    void anImportWithoutATypeOrABodyIsOne() {
        String uri = "/images/create?fromSrc=http%3A%2F%2Fx%2Fa.tar&repo=a";
        for (Map<String, String> headers : List.of(NO_BODY, Map.<String, String>of(), headers("Content-Length:29"))) {
            ImageCall call = post(uri, headers, "");
            assertThat(call.action()).isEqualTo(Action.IMPORT);
            assertThat(call.otherwise()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1.41/images/localhost:5999/team/sub/app/push?tag=1.0 | localhost:5999/team/sub/app:1.0",
                "/images/localhost%3A5999%2Fapp/push?tag=1.0 | localhost:5999/app:1.0",
                "/images/app/push?tag=2 | docker.io/library/app:2",
                "/images/push/push?tag=2 | docker.io/library/push:2",
            })
    void pushes(String uri, String image) {
        assertThat(post(uri).action()).isEqualTo(Action.PUSH);
        assertThat(remote(post(uri).target())).isEqualTo(image);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"Image\":\"debian\"} | docker.io/library/debian:latest",
                "{\"Cmd\":[\"x\"],\"image\":\"debian:12\"} | docker.io/library/debian:12",
                "{\"IMAGE\":\"localhost:5000/a\",\"HostConfig\":{\"Image\":\"b\"}} | localhost:5000/a:latest",
                "{\"Im\\u0061ge\":\"debian\"} | docker.io/library/debian:latest",
            })
    void creates(String body, String image) {
        assertThat(remote(create(body))).isEqualTo(image);
    }

    @ParameterizedTest
    @ValueSource(strings = {"d746ecb1b0e4", "sha256:d746ecb1b0e4", "", "Not a name", "a:b:c"})
    void whatOnlyDockerKnowsIsLocal(String image) {
        assertThat(create("{\"Image\":\"" + image + "\"}")).isInstanceOf(Target.Local.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"debian\"",
                "{\"Image\":",
                "{\"Image\":\"a\"} {\"Image\":\"b\"}",
                "{\"Image\":\"a\",\"Image\":\"b\"}",
                "{\"Image\":\"a\",\"image\":\"b\"}",
                "{\"Image\":[\"a\"]}",
                "{\"Image\":1}",
            })
    void bodiesThatCanBeReadInTwoWaysAreNotTaken(String body) {
        assertThat(create(body)).isInstanceOf(Target.Unreadable.class);
    }

    @Test
    void deepBodiesAreNotTaken() {
        assertThat(create("{\"Image\":\"a\",\"b\":" + "[".repeat(5000) + "]".repeat(5000) + "}"))
                .isInstanceOf(Target.Unreadable.class);
    }

    @Test
    void servicesRunImagesToo() {
        String body = "{\"TaskTemplate\":{\"ContainerSpec\":{\"Image\":\"localhost:5999/team/app:2@" + DIGEST + "\"}}}";
        for (String uri : new String[] {"/v1.41/services/create", "/services/abc/update?version=7"}) {
            ImageCall call = find("POST", uri, JSON, body).orElseThrow();
            assertThat(call.action()).isEqualTo(Action.SERVICE);
            assertThat(remote(call.target())).isEqualTo("localhost:5999/team/app@" + DIGEST);
        }
        // Kelvin sign and long s are k and s for Go.
        String folded = "{\"TaſKTemplate\":{\"ContainerSpec\":{\"Image\":\"a:1\"}}}";
        assertThat(remote(find("POST", "/services/create", JSON, folded)
                        .orElseThrow()
                        .target()))
                .isEqualTo("docker.io/library/a:1");
        String plugin = "{\"TaskTemplate\":{\"PluginSpec\":{\"Remote\":\"a:1\"}}}";
        assertThat(remote(find("POST", "/services/create", JSON, plugin)
                        .orElseThrow()
                        .target()))
                .isEqualTo("docker.io/library/a:1");
        String network = "{\"TaskTemplate\":{\"NetworkAttachmentSpec\":{}}}";
        assertThat(find("POST", "/services/create", JSON, network)).isEmpty();
        assertThat(find("POST", "/services/create", JSON, "").orElseThrow().target())
                .isInstanceOf(Target.Unreadable.class);
    }

    @Test
    void pluginsAreImagesToo() {
        ImageCall pull = post("/v1.41/plugins/pull?name=&remote=localhost%3A5999%2Fplug%2Fx%3A1", JSON, "[]");
        assertThat(pull.action()).isEqualTo(Action.PLUGIN);
        assertThat(remote(pull.target())).isEqualTo("localhost:5999/plug/x:1");
        assertThat(remote(post("/plugins/a/b/upgrade?remote=a", JSON, "[]").target()))
                .isEqualTo("docker.io/library/a:latest");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Type:application/json; Content-Length:29 |",
                "Content-Type:application/json |",
                "Content-Type:text/plain; Content-Length:0 |",
                "X:y |",
                "X:y | []",
                "Content-Type:application/x-www-form-urlencoded | []",
                "Content-Type:application/json; content-type:application/json | []",
                "Content-Type:application/json,application/json | []",
                "Content-Type:Application/JSON; charset=utf-8 | []",
            })
    void pluginsArePulledWithJsonAndNothingElse(String lines, String body) {
        Map<String, String> headers = headers(lines.replace("; charset", ";charset"));
        for (String uri : List.of("/plugins/pull?remote=a", "/plugins/a/upgrade?remote=a")) {
            assertThat(post(uri, headers, body == null ? "" : body).target()).isInstanceOf(Target.Unreadable.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1.41/images/load?quiet=1, load",
        "/v1.41/build?remote=x, build",
        "/build, build",
        "/v1.41/session, session",
        "/grpc, session",
        "/v1.41/commit?repo=a, commit",
        "/v1.41/images/a/b:1/tag?repo=b, tag",
        "http://h/v1.41/images/%61/tag?repo=b, tag",
        "/plugins/create?name=a, plugin-create",
        "/plugins/a/b:1/enable?timeout=0, plugin-enable",
        "/plugins/a/set, plugin-set",
        "/v1.41/swarm/init, swarm",
        "/swarm/join, swarm",
        "/swarm/update?version=1, swarm",
    })
    void whatBringsOtherImagesHasAName(String uri, String action) {
        for (Map<String, String> headers : List.of(Map.<String, String>of(), NO_BODY, JSON)) {
            ImageCall call = post(uri, headers, "");
            assertThat(call.action()).hasToString(action);
            assertThat(call.action().isScannable()).isFalse();
            assertThat(call.otherwise()).isNull();
        }
    }

    @Test
    void aRollbackRunsWhatNoRequestNames() {
        String body = "{\"TaskTemplate\":{\"ContainerSpec\":{\"Image\":\"a:1\"}}}";
        ImageCall call = post("/services/x/update?version=7&rollback=previous", JSON, body);
        assertThat(call.action()).isEqualTo(Action.SERVICE_ROLLBACK);
        assertThat(call.otherwise()).isNotNull();
        assertThat(remote(call.otherwise().target())).isEqualTo("docker.io/library/a:1");
        for (String uri : List.of(
                "/services/x/update?version=7&rollback=none",
                "/services/x/update?rollback=&rollback=previous",
                "/services/create?rollback=previous")) {
            assertThat(post(uri, JSON, body).action()).isEqualTo(Action.SERVICE);
        }
        ImageCall doubtful = post("/services/x/update?rollback=previous;x", JSON, body);
        assertThat(doubtful.action()).isEqualTo(Action.SERVICE);
        assertThat(doubtful.target()).isInstanceOf(Target.Unreadable.class);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1.41/images/create?fromImage=a",
        "GET, /v1.41/containers/json",
        "HEAD, /_ping",
        "GET, /v1.41/build",
        "POST, /v1.41/build/prune",
        "POST, /v1.41/images/load/",
        "POST, /v1.41/containers/create/",
        "POST, /v1.41/containers/a/start",
        "POST, /v1.41/swarm",
        "POST, /v1.41/x/images/create?fromImage=a&tag=1",
        "POST, *",
        "OPTIONS, *",
    })
    void otherRequestsPass(String method, String uri) {
        assertThat(find(method, uri, Map.of(), "")).isEmpty();
    }
}
