package dev.nydusview.jobs.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.fuse.engine.Engines;
import dev.nydusview.image.access.Access;
import dev.nydusview.jobs.RecordedConsole;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.image.ImageOpener;
import dev.nydusview.jobs.image.JobContext;
import dev.nydusview.jobs.image.PullSettings;
import dev.nydusview.jobs.image.SharedLibrary;
import dev.nydusview.jobs.output.Destination;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.jobs.output.OutputPattern;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.scan.ProfileChoice;
import dev.nydusview.scan.ResultReuse;
import dev.nydusview.scan.ScanSettings;
import dev.nydusview.scan.mount.MountSettings;
import dev.nydusview.scan.scanner.CustomProgram;
import dev.nydusview.scan.scanner.ReportFormat;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Scans as any front would have them done. */
@Timeout(120)
class ScanJobTest {
    private final RecordedConsole console = new RecordedConsole(Map.of("PATH", System.getenv("PATH")));
    private final SharedLibrary shared = new SharedLibrary();
    private LayoutRegistry registry;
    private Path directory;

    @BeforeEach
    void serve(@TempDir Path temporary) throws IOException {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "no access to /dev/fuse");
        directory = temporary.toRealPath();
        registry = LayoutRegistry.start("demo").add(OciLayout.open(TestData.demoLayout()));
    }

    @AfterEach
    void close() {
        shared.close();
        if (registry != null) {
            registry.close();
        }
    }

    private JobContext context() {
        Access access = Access.of(Map.of()).withPlatform("linux/amd64");
        return new JobContext(
                console,
                new ImageOpener(console, shared.open(console, directory.resolve("cache")), access),
                Engines.standard());
    }

    private ScanRequest request(String script, Path receipt) {
        return request(script, receipt, 1);
    }

    private ScanRequest request(String script, Path receipt, int images) {
        ScanSettings settings = new ScanSettings(
                Set.of(), ReportFormat.TABLE, ProfileChoice.SHIPPED, ResultReuse.NONE, MountSettings.DEFAULT);
        return new ScanRequest(
                Map.of(new CustomProgram(List.of("sh", "-c", script, "sh", "{}")), List.of()),
                settings,
                new PullSettings(false, 0),
                OutputPattern.STANDARD_OUTPUT,
                Destination.of(receipt),
                null,
                images);
    }

    @Test
    void severalImagesAreScannedThroughOneLibrary() throws IOException {
        Path receipt = directory.resolve("receipt.json");
        List<String> references = List.of(
                registry.reference("nydus-v6"), registry.reference("missing"), registry.reference("layers-nydus-v6"));

        int code = new ScanJob(context(), request("cat $1/etc/os-release | head -1; exit 3", receipt)).run(references);

        assertThat(code).isEqualTo(ExitCode.RUN_IMAGE.code());
        assertThat(console.printed().lines().toList()).hasSize(2);
        JsonNode receipts = Json.read(Files.readAllBytes(receipt), JsonNode.class);
        assertThat(receipts.size()).isEqualTo(3);
        assertThat(receipts.get(0).get("complete").asBoolean()).isFalse(); // as the program failed
        assertThat(receipts.get(0).get("scanners").get(0).get("verdict").asString())
                .isEqualTo("failed");
        assertThat(receipts.get(1).get("scanners").size()).isZero();
    }

    @Test
    void aSignalEndsTheScan() throws IOException {
        Path receipt = directory.resolve("receipt.json");
        Path started = directory.resolve("started");
        Thread signals = new Thread(() -> {
            while (!Files.exists(started)) {
                Thread.onSpinWait();
            }
            console.signal(2);
        });
        signals.start();

        int code = new ScanJob(context(), request("touch " + started + "; exec sleep 100", receipt))
                .run(List.of(registry.reference("nydus-v6"), registry.reference("layers-nydus-v6")));

        assertThat(code).isEqualTo(ExitCode.INTERRUPTED.code());
        assertThat(console.said()).contains("ended by a signal before everything was scanned");
        assertThat(Json.read(Files.readAllBytes(receipt), JsonNode.class).size())
                .isEqualTo(2);
    }
}
