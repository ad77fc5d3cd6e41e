package dev.nydusview.rafs.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ImagePathTest {
    @Test
    void pathsAreNormalised() {
        assertThat(ImagePath.parse("//etc///passwd/")).hasToString("/etc/passwd");
        assertThat(ImagePath.parse("").names()).isEmpty();
        assertThat(ImagePath.parse("etc/").directory()).isTrue();
        assertThat(ImagePath.parse("caf\\xe9").names().get(0).bytes())
                .isEqualTo("caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    }
}
