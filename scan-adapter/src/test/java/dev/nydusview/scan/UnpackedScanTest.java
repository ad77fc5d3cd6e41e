package dev.nydusview.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.fuse.engine.Engines;
import dev.nydusview.linux.PrivateMounts;
import dev.nydusview.scan.image.LongPaths;
import dev.nydusview.scan.image.Losses;
import dev.nydusview.scan.image.ScanImage;
import dev.nydusview.scan.mount.MountSettings;
import dev.nydusview.scan.receipt.LossEntry;
import dev.nydusview.scan.receipt.Receipt;
import dev.nydusview.scan.run.ProgramPath;
import dev.nydusview.scan.scanner.CustomProgram;
import dev.nydusview.scan.scanner.ReportFormat;
import dev.nydusview.scan.scanner.Scanner;
import dev.nydusview.scan.scanner.Scanners;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shell scripts as scanners of an image that was unpacked. */
@Tag("mount")
class UnpackedScanTest {
    private static final String NAME = "localhost/app@sha256:0";

    @TempDir
    Path directory;

    @BeforeEach
    void unpack() throws IOException {
        Files.writeString(directory.resolve("file"), "of the image");
        Files.writeString(directory.resolve("program"), "#!/bin/sh\necho ran\n");
        Files.setPosixFilePermissions(directory.resolve("program"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private ScanOutcome scan(String script, Losses losses) throws Exception {
        return scan(new CustomProgram(List.of("sh", "-c", script, "sh", "{}")), List.of(), losses);
    }

    private ScanOutcome scan(Scanner scanner, List<String> arguments, Losses losses) throws Exception {
        ScanSettings settings = new ScanSettings(
                Set.of(),
                ReportFormat.TABLE,
                ProfileChoice.SHIPPED,
                ResultReuse.NONE,
                new MountSettings(Duration.ofMinutes(5), 3, -1, 1 << 30, null, List.of(), Engines.standard()));
        ScanImage.Facts facts = new ScanImage.Facts(
                NAME, null, "sha256:1", 1000, () -> null, () -> null, () -> Receipt.TransferEntry.NONE);
        ScanImage image = new ScanImage.Unpacked(facts, directory, losses);
        try (ImageScan scan = ImageScan.prepare(
                "localhost/app",
                Map.of(scanner, arguments),
                settings,
                System.getenv(),
                new PrintStream(new ByteArrayOutputStream(), true))) {
            return scan.run(image);
        }
    }

    private static String text(ScanOutcome outcome) throws IOException {
        return new String(outcome.scanners().get(0).report().bytes(), StandardCharsets.UTF_8);
    }

    private static boolean namespaces() throws InterruptedException {
        return PrivateMounts.open(List.of())
                .map(mounts -> {
                    mounts.close();
                    return true;
                })
                .orElse(false);
    }

    @Test
    void nothingCanBeChangedOrRunInIt() throws Exception {
        Assumptions.assumeTrue(namespaces(), "no mount namespaces for this user");
        ScanOutcome outcome = scan(
                "cat \"$1/file\"; echo evil > \"$1/file\" || echo; rm \"$1/file\" || echo kept; \"$1/program\" || echo stayed",
                Losses.NONE);

        assertThat(text(outcome)).isEqualTo("of the image\nkept\nstayed\n");
        assertThat(directory.resolve("file")).hasContent("of the image");
        assertThat(outcome.receipt().complete()).isTrue();
        assertThat(outcome.receipt().unpacked()).isEqualTo(new Receipt.UnpackedEntry(true, List.of()));
    }

    @Test
    void deviceThatIsThereNonethelessCannotBeOpened() throws Exception {
        Assumptions.assumeTrue(namespaces(), "no mount namespaces for this user");
        Process mknod = new ProcessBuilder(
                        "mknod", "-m", "666", directory.resolve("zero").toString(), "c", "1", "5")
                .start();
        Assumptions.assumeTrue(mknod.waitFor() == 0, "no devices can be made here");

        assertThat(text(scan("head -c 1 \"$1/zero\" | wc -c", Losses.NONE)).strip())
                .isEqualTo("0");
    }

    @Test
    void reportsNameTheImageInPlaceOfTheDirectory() throws Exception {
        assertThat(text(scan("echo \"$1/file\"", Losses.NONE))).isEqualTo(NAME + "/file\n");
    }

    @Test
    void whatProgramsCannotSeeMakesItIncompleteOnce() throws Exception {
        LossEntry owners = new LossEntry("owner", 2, List.of("/bin/su", "/etc"));
        ScanOutcome outcome = scan("exit 0", new Losses(List.of(owners), 2, 1, LongPaths.NONE));

        Receipt receipt = outcome.receipt();
        assertThat(receipt.complete()).isFalse();
        assertThat(receipt.attempts()).isOne();
        assertThat(receipt.unpacked()).extracting(Receipt.UnpackedEntry::lost).isEqualTo(List.of(owners));
        ScannerResult result = outcome.scanners().get(0);
        assertThat(result.verdict()).isEqualTo(Verdict.UNREAD);
        assertThat(result.entry().problems())
                .containsExactly(
                        "owners and capabilities of 2 files were lost: unpack as root, on a file system that keeps them",
                        "1 file of the unpacked image cannot be read by this user: scan as root");
    }

    @Test
    void pathsHaveFewBytesMoreThanInTheImage() throws Exception {
        Assumptions.assumeTrue(namespaces(), "no mount namespaces for this user");
        String root = text(scan("echo \"${#1}\"", Losses.NONE)).strip();

        assertThat(root).isEqualTo(String.valueOf("/tmp/abcd".length()));
    }

    @Test
    void pathsThatTheKernelRefusesMakeItIncomplete() throws Exception {
        Assumptions.assumeTrue(namespaces(), "no mount namespaces for this user");
        assertThat(complete(4095 - "/tmp/abcd".length())).isTrue();
        assertThat(complete(4096 - "/tmp/abcd".length())).isFalse();
    }

    private boolean complete(int longest) throws Exception {
        LongPaths paths = new LongPaths(new TreeMap<>(Map.of(1000, 3L, longest, 1L)), "/d");
        return scan("exit 0", new Losses(List.of(), 0, 0, paths)).receipt().complete();
    }

    @Test
    void pathsThatAScannerHasNoRoomForMakeItIncomplete() throws Exception {
        Path rules = directory.resolve("rules.yar");
        Files.writeString(rules, "rule never { condition: false }\n");
        Scanner yara = Scanners.named("yara").orElseThrow();
        Assumptions.assumeTrue(new ProgramPath(System.getenv()).find("yara").isPresent(), "no yara");
        LongPaths paths = new LongPaths(new TreeMap<>(Map.of(1020, 1L)), "/d/long");
        ScanOutcome outcome = scan(yara, List.of(rules.toString()), new Losses(List.of(), 0, 0, paths));

        assertThat(outcome.scanners().get(0).entry().problems())
                .containsExactly("yara skips paths of more than 1023 bytes, such as /d/long");
    }

    @Test
    void otherModesAndMissingDevicesAreOnlyNamed() throws Exception {
        LossEntry devices = new LossEntry("special", 1, List.of("/dev/null"));
        ScanOutcome outcome = scan("exit 0", new Losses(List.of(devices), 0, 0, LongPaths.NONE));

        assertThat(outcome.receipt().complete()).isTrue();
        assertThat(outcome.receipt().unpacked())
                .extracting(Receipt.UnpackedEntry::lost)
                .isEqualTo(List.of(devices));
    }
}
