package dev.nydusview.cli.prompt;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.image.ImageLibrary;
import dev.nydusview.image.NydusImage;
import dev.nydusview.image.access.Access;
import dev.nydusview.image.access.LibrarySettings;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The prompt over a golden image, in a process of its own. */
final class PromptProcess {
    private PromptProcess() {}

    /** The command line for this over one golden image, with further options of the JVM. */
    static List<String> command(String... options) {
        return java(PromptProcess.class.getName(), List.of(options), List.of("v6-zstd-4k"));
    }

    /** The command line for nydusview itself. */
    static List<String> nydusview(String... arguments) {
        return java("dev.nydusview.cli.Main", List.of(), List.of(arguments));
    }

    private static List<String> java(String program, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program));
        command.addAll(arguments);
        return command;
    }

    public static void main(String[] arguments) throws IOException {
        GoldenImage golden = GoldenImage.of(arguments[0]);
        Environment environment = Environment.ofProcess();
        Access access = Access.of(environment.variables()).withBlobDirectory(golden.blobs());
        try (ImageLibrary library = ImageLibrary.open(LibrarySettings.UNCACHED);
                NydusImage image = library.open("bootstrap:" + golden.bootstrap(), access)) {
            Prompt.run(environment, new ImageShell(image));
        }
        System.out.println("left");
    }
}
