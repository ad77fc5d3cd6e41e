package dev.nydusview.plugin.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.plugin.Plugin;
import dev.nydusview.plugin.manifest.PluginCommand;
import dev.nydusview.plugin.manifest.PluginManifest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpecFlagsTest {
    private static final PluginCommand IMAGE = new PluginCommand(List.of("scan", "image"), "image");
    private static final PluginCommand OTHER = new PluginCommand(List.of("scan", "other"), "image");

    private static Plugin plugin(String name) {
        return new Plugin(Path.of("/p"), new PluginManifest(name, "", "", "", List.of(), List.of(IMAGE, OTHER)));
    }

    @Test
    void flagsGoToTheirPluginAndCommand() {
        SpecFlags flags = SpecFlags.of(
                List.of("weak.threads=4", "weak:scan/image.v", "weak:scan/other.dict=/a=b.txt", "v1.2.format=json"));

        assertThat(flags.words(plugin("weak"), IMAGE)).containsExactly("--threads", "4", "-v");
        assertThat(flags.words(plugin("weak"), OTHER)).containsExactly("--threads", "4", "--dict", "/a=b.txt");
        assertThat(flags.words(plugin("v1.2"), IMAGE)).containsExactly("--format", "json");
        assertThat(flags.words(plugin("other"), IMAGE)).isEmpty();
    }

    @Test
    void whatIsNoFlagIsSaid() {
        assertThatThrownBy(() -> SpecFlags.of(List.of("flag")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'flag' is not a flag for a plugin");
    }
}
