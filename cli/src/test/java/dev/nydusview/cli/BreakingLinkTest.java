package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A mount under many readers while its link to the registry breaks: the short form of {@code bench/faults}. */
@Tag("mount")
@Timeout(180)
class BreakingLinkTest {
    @Test
    void everyReadIsDeliveredOverALinkThatBreaks(@TempDir Path temporary) throws Exception {
        assumeTrue(Files.isWritable(Path.of("/proc/sys/kernel/hostname")), "this needs root");
        Path directory = temporary.toRealPath();
        try (LayoutRegistry registry = LayoutRegistry.start("demo").add(OciLayout.open(TestData.demoLayout()))) {
            Path output = directory.resolve("output");
            Process faults = new ProcessBuilder(
                            Path.of("../bench/faults").toRealPath().toString(),
                            registry.reference("nydus-v6"),
                            "--nydusview=" + InstalledProgram.in(Files.createDirectory(directory.resolve("program"))),
                            "--servers=nydusview",
                            "--seconds=12",
                            "--outage=2",
                            "--readers=8",
                            "--drop=20")
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = faults.waitFor(150, TimeUnit.SECONDS);
            faults.descendants().forEach(ProcessHandle::destroy);
            String said = Files.readString(output);
            assertThat(ended).as(said).isTrue();
            assertThat(faults.exitValue()).as(said).isZero();
            assertThat(said)
                    .contains("; 0 wrong, 0 failed; ")
                    .doesNotContain(" 0 answers cut", " 0 connections refused");
        }
    }
}
