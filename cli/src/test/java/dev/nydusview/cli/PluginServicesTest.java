package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Tests services that plugins call: those of third parties, and the log. */
class PluginServicesTest extends PluginRuns {
    @Test
    void servicesOfThirdPartiesAnswer() throws Exception {
        plugin(
                "polite",
                "call example.com/greeter greet ''\ncase $reply in *'hello polite'*) report Low /greeted;; esac\n");

        assertThat(run().out()).contains("0 findings");
        assertThat(run("--plugin-services", greeter().toString()).out()).contains("/greeted");
        assertThat(run("--plugin-services", "/no/such.jar").code()).isEqualTo(121);
    }

    /** Builds a jar with a service, as a third party would. */
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
}
