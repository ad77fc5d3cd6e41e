package dev.nydusview.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.scan.access.FailedRead;
import dev.nydusview.scan.receipt.AccessEntry;
import dev.nydusview.scan.receipt.Receipt;
import dev.nydusview.scan.receipt.ScannerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Problems of a scan in lines. */
class ReceiptPrinterTest {
    private static final String HEADING = "INCOMPLETE: the result of trivy for app cannot be relied upon:";

    private static List<String> problems(List<FailedRead> failures) {
        AccessEntry access =
                new AccessEntry(9, 9, 0, 0, 0, 0, null, 0, failures.size(), 0, failures, List.of(), List.of());
        ScannerEntry scanner = new ScannerEntry(
                "trivy",
                null,
                List.of(),
                List.of("trivy"),
                "exited",
                0,
                "incomplete",
                List.of(failures.size() + " reads failed"),
                1,
                false,
                null,
                null,
                null,
                access);
        Receipt unscanned = Receipt.notScanned("app", "");
        return new ReceiptPrinter(new Receipt(
                        Receipt.SCHEMA_VERSION,
                        false,
                        unscanned.image(),
                        unscanned.started(),
                        1,
                        1,
                        List.of(scanner),
                        unscanned.ahead(),
                        unscanned.transfer(),
                        unscanned.verified(),
                        List.of(),
                        null))
                .problems();
    }

    @Test
    void aCauseIsToldOnceWithTheFirstOfItsFiles() {
        List<FailedRead> failures = new ArrayList<>(IntStream.range(0, 20)
                .mapToObj(file -> new FailedRead("/usr/lib/" + file, 4096, 1, "the registry does not respond"))
                .toList());
        failures.add(new FailedRead("/usr/lib/0", 8192, 1, "the registry does not respond")); // of the same file
        failures.add(new FailedRead("/etc/passwd", FailedRead.NO_OFFSET, 1, "the chunk is damaged"));

        assertThat(problems(failures))
                .containsExactly(
                        HEADING,
                        "  22 reads failed",
                        "  the registry does not respond:",
                        "    20 files: /usr/lib/0 at 4096, /usr/lib/1 at 4096, /usr/lib/2 at 4096 and 17 more",
                        "  /etc/passwd: the chunk is damaged");
    }

    @Test
    void causesThatDifferInDigestsAndOffsetsAreOne() {
        String cause = "chunk %d of blob %s at offset 0x%x is damaged: its blake3 digest is %s";
        String blob = "b".repeat(64);
        List<FailedRead> failures = new ArrayList<>(IntStream.range(0, 30)
                .mapToObj(chunk -> new FailedRead(
                        "/usr/lib/" + chunk / 2,
                        4096L * chunk,
                        1,
                        cause.formatted(
                                chunk,
                                blob,
                                10_000 + chunk,
                                Integer.toHexString(chunk + 16).repeat(32))))
                .toList());
        failures.add(new FailedRead("/etc/passwd", 0, 1, "the registry answers with status 404"));
        failures.add(new FailedRead("/etc/group", 0, 1, "the registry answers with status 503"));

        assertThat(problems(failures))
                .containsExactly(
                        HEADING,
                        "  32 reads failed",
                        "  " + cause.formatted(0, blob, 10_000, "10".repeat(32)) + ", and 29 like it:",
                        "    15 files: /usr/lib/0 at 0, /usr/lib/1 at 8192, /usr/lib/2 at 16384 and 12 more",
                        "  /etc/passwd at 0: the registry answers with status 404",
                        "  /etc/group at 0: the registry answers with status 503");
    }

    @Test
    void ofManyCausesTheFirstAreTold() {
        List<FailedRead> failures = IntStream.range(0, 25)
                .mapToObj(file -> new FailedRead("/file" + file, 0, 1, "cause " + file))
                .toList();

        assertThat(problems(failures)).hasSize(2 + 20 + 1).endsWith("  and 5 causes more");
    }
}
