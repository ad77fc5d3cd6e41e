package dev.nydusview.authz.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Platforms of requests. */
class RequestedPlatformTest {
    private static final Map<String, String> NO_BODY = Map.of("Content-Type", "text/plain", "Content-Length", "0");
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private static ImageCall post(String uri, Map<String, String> headers, String body) {
        ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
        return ImageCalls.find(new ApiRequest("POST", uri, headers, bytes)).orElseThrow();
    }

    private static String remote(Target target) {
        assertThat(target).isInstanceOf(Target.Remote.class);
        return target.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1.46/images/a/push?tag=1&platform=PLATFORM | {\"os\":\"linux\",\"architecture\":\"amd64\"} | linux/amd64",
                "/images/a/push?tag=1&platform=PLATFORM | {\"OS\":\"linux\",\"architecture\":\"arm\",\"variant\":\"v7\"} | linux/arm/v7",
                "/v1.45/images/a/push?tag=1&platform=PLATFORM | linux/arm64 |",
                "/v1.45/images/a/push?tag=1&platform=PLATFORM | {} |",
                "/v1.31/images/create?fromImage=a&tag=1&platform=PLATFORM | linux/arm64 |",
                "/v1.32/images/create?fromImage=a&tag=1&platform=PLATFORM | linux/arm64 | linux/arm64",
                "/v1.032.7/images/create?fromImage=a&tag=1&platform=PLATFORM | linux/arm64 | linux/arm64",
                "/v1..32/images/create?fromImage=a&tag=1&platform=PLATFORM | linux/arm64 |",
                "/v2/images/create?fromImage=a&tag=1&platform=PLATFORM | linux/arm64 | linux/arm64",
                "/v99999999999999999999/images/create?fromImage=a&tag=1&platform=PLATFORM | linux/arm64 | linux/arm64",
                "/v1.46/images/a/push?tag=1 | x |",
            })
    void platformsAreTakenAsTheApiTakesThem(String uri, String platform, String expected) {
        ImageCall call =
                post(uri.replace("PLATFORM", URLEncoder.encode(platform, StandardCharsets.UTF_8)), NO_BODY, "");
        assertThat(remote(call.target())).isEqualTo("docker.io/library/a:1");
        assertThat(call.platform()).isEqualTo(expected);
    }

    @Test
    void containersAreCreatedForAPlatformSinceTheApiKnowsIt() {
        String body = "{\"Image\":\"a:1\"}";
        assertThat(post("/v1.40/containers/create?platform=linux/arm64", JSON, body)
                        .platform())
                .isNull();
        assertThat(post("/v1.41/containers/create?platform=linux/arm64", JSON, body)
                        .platform())
                .isEqualTo("linux/arm64");
        assertThat(post("/v1.41/containers/create?platform=linux/arm64;x", JSON, body)
                        .target())
                .isInstanceOf(Target.Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "linux/amd64",
                "{}",
                "[]",
                "{\"os\":\"linux\"}",
                "{\"os\":\"linux\",\"Os\":\"windows\",\"architecture\":\"amd64\"}",
                "{\"os\":\"linux\",\"architecture\":\"amd64/v2\"}",
                "{\"os\":\"linux\",\"architecture\":\"amd64\",\"variant\":1}",
                "{\"os\":\"linux\",\"architecture\":\"amd64\"} {}",
            })
    void platformsThatDockerDoesNotTakeAreNotGuessed(String platform) {
        String uri = "/v1.46/images/a/push?tag=1&platform=" + URLEncoder.encode(platform, StandardCharsets.UTF_8);
        assertThat(post(uri, NO_BODY, "").target()).isInstanceOf(Target.Unreadable.class);
    }
}
