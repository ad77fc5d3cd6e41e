package dev.nydusview.authz.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.registry.ref.ImageReference;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Comparison of the names that requests are judged by with those that are fetched, over many spellings. */
class JudgedNamesTest {
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private static final List<String> HOSTS = List.of(
            "",
            "docker.io/",
            "index.docker.io/",
            "registry-1.docker.io:443/",
            "Registry.Example/",
            "registry.example:0443/",
            "registry.example:5000/",
            "localhost/",
            "localhost:80/",
            "LOCALHOST:5000/",
            "127.1:5000/",
            "0x7f.1/",
            "[0:0::1]:5000/",
            "[::ffff:7f00:1]/",
            "Host/",
            "host./",
            "host:/",
            "host:65536/",
            "a_b.example/",
            "/",
            "user/");

    private static final List<String> PATHS =
            List.of("debian", "library/debian", "a/b/c", "a__b", "a.b", "a..b", "A", "-a", "a//b", "", "d746ecb1b0e4");

    /** Paths with IDs that docker recognises only if nothing else is named so. */
    private static final Set<String> IDS = Set.of("d746ecb1b0e4");

    private static final List<String> TAGS = List.of("", ":1", ":v1.2_3-x", ":", ":-1", ":a/b", ":\u00e4");

    private static final List<String> DIGESTS = List.of(
            "", "@" + DIGEST, "@" + DIGEST.toUpperCase(Locale.ROOT), "@sha256:12", "@sha512:" + "a".repeat(128));

    private static Target target(String uri, String body) {
        Map<String, String> headers = body.isEmpty() ? Map.of() : Map.of("Content-Type", "application/json");
        ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
        return ImageCalls.find(new ApiRequest("POST", uri, headers, bytes))
                .orElseThrow()
                .target();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * The reference that commands fetch for {@code text}, which a digest decides alone; empty text if they refuse it.
     */
    private static String fetched(String text) {
        try {
            return ImageReference.parse(text).byDigest().toString();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String judged(Target target) {
        return target instanceof Target.Remote remote ? remote.name().toString() : "";
    }

    @Test
    void theNameThatIsJudgedIsTheNameThatIsFetched() {
        List<String> different = new ArrayList<>();
        int accepted = 0;
        for (String host : HOSTS) {
            for (String path : PATHS) {
                for (String tag : TAGS) {
                    for (String digest : DIGESTS) {
                        accepted += compare(host + path, tag, digest, different) ? 1 : 0;
                    }
                }
            }
        }
        assertThat(different).isEmpty();
        assertThat(accepted).as("names that are not refused").isGreaterThan(500);
    }

    /** Adds the name to {@code different} if it is fetched as another one than it is judged; false if it is refused. */
    private static boolean compare(String name, String tag, String digest, List<String> different) {
        String text = name + tag + digest;
        Target created = target("/containers/create", MAPPER.writeValueAsString(Map.of("Image", text)));
        if (!judged(created).equals(IDS.contains(text) ? "" : fetched(text))) {
            different.add("create of " + text + ": " + created);
        }
        if (tag.length() > 1 && digest.isEmpty()) {
            String uri = "/images/create?fromImage=" + encoded(name) + "&tag=" + encoded(tag.substring(1));
            if (!judged(target(uri, "")).equals(fetched(text))) {
                different.add("pull of " + text + ": " + target(uri, ""));
            }
        }
        if (created instanceof Target.Remote remote) {
            requireSameWhenFetched(remote.name());
            return true;
        }
        return false;
    }

    /** A scanner gets the name with its digest as text, and reads that again. */
    private static void requireSameWhenFetched(ImageReference judged) {
        ImageReference known = judged.digest() == null ? judged.withDigest(DIGEST) : judged;
        ImageReference read = ImageReference.parse(known.toString());
        assertThat(read).isEqualTo(known);
        assertThat(read.apiHost()).isEqualTo(judged.apiHost());
        assertThat(read.repository()).isEqualTo(judged.repository());
    }

    @Test
    void aTagAndADigestBesideANameAreThoseOfTheWholeName() {
        assertThat(judged(target("/images/create?fromImage=debian:11&tag=" + encoded(DIGEST), "")))
                .isEqualTo(fetched("debian@" + DIGEST));
        assertThat(judged(target("/images/create?fromImage=" + encoded("debian@" + DIGEST) + "&tag=12", "")))
                .isEqualTo(fetched("debian:12@" + DIGEST));
        assertThat(judged(target("/images/user/app/push?tag=2", ""))).isEqualTo(fetched("user/app:2"));
    }
}
