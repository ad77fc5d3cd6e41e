package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.FormatOption;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.fuse.FuseSetup;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.rafs.model.Compressor;
import dev.nydusview.rafs.model.DigestAlgorithm;
import dev.nydusview.rafs.model.FormatVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code version}. */
@Command(
        name = "version",
        description = "Shows version, commit, JVM, FUSE library and supported formats.",
        footer = {
            "  nydusview version",
            "  nydusview version --format json",
            "  nydusview --version",
        })
final class VersionCommand implements Subcommand {
    private final Environment environment;

    @Mixin
    FormatOption format = new FormatOption();

    @Mixin
    OutputOptions output = new OutputOptions();

    VersionCommand(Environment environment) {
        this.environment = environment;
    }

    record Rafs(List<Integer> versions, List<String> compressors, List<String> digesters) {
        static Rafs supported() {
            return new Rafs(
                    Arrays.stream(FormatVersion.values())
                            .map(FormatVersion::number)
                            .toList(),
                    Arrays.stream(Compressor.values()).map(Compressor::toString).toList(),
                    Arrays.stream(DigestAlgorithm.values())
                            .map(DigestAlgorithm::toString)
                            .toList());
        }
    }

    record Document(
            int schemaVersion, String version, String commit, String jvm, String platform, FuseSetup fuse, Rafs rafs) {}

    @Override
    public Integer call() throws IOException {
        Document document = document();
        try (TextOutput out = new TextOutput(environment.out(), environment.style())) {
            format.format().print(out, document, text -> print(document, text));
        }
        return ExitCode.OK.code();
    }

    private Document document() throws IOException {
        Properties build = new Properties();
        try (InputStream in = VersionCommand.class.getResourceAsStream("build.properties")) {
            if (in != null) {
                build.load(in);
            }
        }
        return new Document(
                Json.SCHEMA_VERSION,
                build.getProperty("version", "unknown"),
                build.getProperty("commit", "unknown"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                FuseSetup.find(environment.variables()),
                Rafs.supported());
    }

    private static void print(Document document, TextOutput out) throws IOException {
        out.line("nydusview " + document.version() + " (commit " + document.commit() + ")");
        out.line("JVM:         " + document.jvm());
        out.line("Platform:    " + document.platform());
        out.line("libfuse:     " + document.fuse().library());
        out.line("fusermount:  " + document.fuse().unmounter());
        out.line("/dev/fuse:   " + (document.fuse().device() ? "present" : "missing"));
        out.line("RAFS:        "
                + String.join(
                        ", ",
                        document.rafs().versions().stream().map(v -> "v" + v).toList()));
        out.line("Compressors: " + String.join(", ", document.rafs().compressors()));
        out.line("Digesters:   " + String.join(", ", document.rafs().digesters()));
    }

    @Override
    public List<ExitCode> exitCodes() {
        return List.of(ExitCode.OK, ExitCode.USAGE);
    }

    @Override
    public OutputOptions output() {
        return output;
    }
}
