package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scans by a program that is named like trivy, and tells what it was told. */
class QuietScanTest extends PluginRuns {
    @BeforeEach
    void putOnThePath() throws IOException {
        Path programs = Files.createDirectory(directory.resolve("programs"));
        Path trivy = programs.resolve("trivy");
        Files.writeString(trivy, "#!/bin/sh\n[ \"$1\" = --quiet ] || echo \"options: $*\" >&2\nexit 1\n");
        Files.setPosixFilePermissions(trivy, PosixFilePermissions.fromString("rwxr-xr-x"));
        cli.with("PATH", programs + ":" + System.getenv("PATH"));
    }

    private Cli.Result scan(String... options) {
        List<String> line = new ArrayList<>(List.of("scan", registry.reference("nydus-v6"), "-s", "trivy"));
        line.addAll(List.of(options));
        return cli.run(line.toArray(String[]::new));
    }

    @Test
    void aQuietScanHasQuietScanners() {
        assertThat(scan("-q").err())
                .startsWith("nydusview: FAILED: trivy could not scan ")
                .contains("  trivy ended with exit code 1 and without a message: scan without -q to see its messages\n")
                .doesNotContain("options: ");
        assertThat(scan().err()).contains("options: rootfs --no-progress").doesNotContain("--quiet");
    }

    @Test
    void junitIsATemplateForTrivy() {
        assertThat(scan("--format", "junit").err()).contains("--format template --template <?xml version");
    }
}
