package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.jobs.output.Json;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Runs plugins, which are shell scripts that speak the protocol, over real mounts of an image in a registry. */
@Tag("mount")
@Timeout(120)
abstract class PluginRuns {
    final Faults faults = new Faults();
    Path directory;
    ShellPlugins shell;
    Path plugins;
    LayoutRegistry registry;
    Cli cli;

    @BeforeEach
    void setUp(@TempDir Path temporary) throws IOException {
        directory = temporary.toRealPath();
        shell = new ShellPlugins(directory.resolve("plugins"));
        plugins = shell.directory();
        registry = LayoutRegistry.start("demo", faults).add(OciLayout.open(TestData.demoLayout()));
        cli = new Cli(directory).with("NYDUSVIEW_RETRY_FOR", "0");
        if (!Files.isWritable(Path.of("/proc/sys/kernel/hostname"))) {
            cli.with("NYDUSVIEW_PLUGIN_NETWORK", "true"); // taking it away may need root
        }
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        faults.release();
        registry.close();
        assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
                .doesNotContain("nydusview:" + registry.reference("nydus-v6").split("/", 2)[0]);
    }

    Path plugin(String name, String body) throws IOException {
        return shell.add(name, body);
    }

    Cli.Result run(String... options) {
        List<String> line =
                new ArrayList<>(List.of("plugin", "run", plugins.toString(), registry.reference("nydus-v6")));
        line.addAll(List.of("--receipt", directory.resolve("receipt.json").toString()));
        line.addAll(List.of(options));
        return cli.run(line.toArray(String[]::new));
    }

    JsonNode receipt() throws IOException {
        return Json.read(Files.readAllBytes(directory.resolve("receipt.json")), JsonNode.class);
    }
}
