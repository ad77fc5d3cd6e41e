package dev.nydusview.cli.prompt;

import dev.nydusview.cli.Environment;
import dev.nydusview.registry.AccessOptions;
import dev.nydusview.registry.NydusImage;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The prompt over a golden image, in a process of its own. */
final class PromptProcess {
    private PromptProcess() {}

    /** The command line for this over one golden image, with further options of the JVM. */
    static List<String> command(String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PromptProcess.class.getName()));
        command.add("v6-zstd-4k");
        return command;
    }

    public static void main(String[] arguments) throws IOException {
        GoldenImage golden = GoldenImage.of(arguments[0]);
        Environment environment = Environment.ofProcess();
        try (NydusImage image = NydusImage.open("bootstrap:" + golden.bootstrap(), access(golden, environment))) {
            Prompt.run(environment, new ImageShell(image));
        }
        System.out.println("left");
    }

    private static AccessOptions access(GoldenImage golden, Environment environment) {
        Path blobs = golden.blobs();
        return new AccessOptions(
                null,
                true,
                false,
                false,
                null,
                null,
                null,
                true,
                blobs,
                null,
                Duration.ofSeconds(1),
                0,
                environment.variables());
    }
}
