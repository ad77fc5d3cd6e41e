package dev.nydusview.cli.env;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ColorModeTest {
    @Test
    void colourFollowsTheTerminalAndTheUser() {
        assertThat(ColorMode.AUTO.enabled(true, Map.of())).isTrue();
        assertThat(ColorMode.AUTO.enabled(false, Map.of())).isFalse();
        assertThat(ColorMode.AUTO.enabled(true, Map.of("NO_COLOR", "1"))).isFalse();
        assertThat(ColorMode.AUTO.enabled(true, Map.of("NO_COLOR", ""))).isTrue();
        assertThat(ColorMode.AUTO.enabled(false, Map.of("CLICOLOR_FORCE", "1"))).isTrue();
        assertThat(ColorMode.ALWAYS.enabled(false, Map.of("NO_COLOR", "1"))).isTrue();
        assertThat(ColorMode.NEVER.enabled(true, Map.of("CLICOLOR_FORCE", "1"))).isFalse();
    }
}
