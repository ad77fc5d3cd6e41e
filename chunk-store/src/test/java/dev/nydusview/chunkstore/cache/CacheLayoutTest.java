package dev.nydusview.chunkstore.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.base.Sha256;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheLayoutTest {
    private static final String HEX = "0123456789abcdef".repeat(4);

    private final CacheLayout layout = new CacheLayout(Path.of("/cache"));

    @Test
    void theDefaultRootFollowsTheEnvironment() {
        Map<String, String> all = Map.of("NYDUSVIEW_CACHE_DIR", "/own", "XDG_CACHE_HOME", "/xdg", "HOME", "/home/user");
        assertThat(CacheLayout.defaultRoot(all)).isEqualTo(Path.of("/own"));
        assertThat(CacheLayout.defaultRoot(Map.of("XDG_CACHE_HOME", "/xdg", "HOME", "/home/user")))
                .isEqualTo(Path.of("/xdg/nydusview"));
        assertThat(CacheLayout.defaultRoot(Map.of("HOME", "/home/user")))
                .isEqualTo(Path.of("/home/user/.cache/nydusview"));
        assertThat(CacheLayout.defaultRoot(Map.of()))
                .isEqualTo(Path.of(System.getProperty("user.home"), ".cache", "nydusview"));
    }

    @Test
    void emptyAndRelativeSettingsDoNotCount() {
        Map<String, String> odd = Map.of("NYDUSVIEW_CACHE_DIR", "", "XDG_CACHE_HOME", "cache", "HOME", "/home/user");
        assertThat(CacheLayout.defaultRoot(odd)).isEqualTo(Path.of("/home/user/.cache/nydusview"));
    }

    @Test
    void aDigestIsAFileNameAsItIs() {
        assertThat(layout.data(HEX)).isEqualTo(Path.of("/cache/blobs/" + HEX + ".data"));
        assertThat(layout.state(HEX)).isEqualTo(Path.of("/cache/blobs/" + HEX + ".state"));
        assertThat(layout.bootstrap(new Sha256(HEX))).isEqualTo(Path.of("/cache/bootstraps/" + HEX));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../../etc/passwd", "/etc/passwd", "x", "a\0b", "ABCDEF"})
    void anyOtherIdIsHashed(String id) {
        Path data = layout.data(id);
        assertThat(data.getParent()).isEqualTo(Path.of("/cache/blobs"));
        assertThat(data.getFileName().toString()).matches("x-[0-9a-f]{64}\\.data");
        assertThat(CacheLayout.isBlobFile(data.getFileName().toString())).isTrue();
        assertThat(layout.data(id + "!")).isNotEqualTo(data);
    }
}
