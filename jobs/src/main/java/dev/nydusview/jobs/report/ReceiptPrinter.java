package dev.nydusview.jobs.report;

import dev.nydusview.base.Quantity;
import dev.nydusview.base.ReplacedImage;
import dev.nydusview.base.SafeText;
import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.output.Table;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.scan.Verdict;
import dev.nydusview.scan.receipt.AccessEntry;
import dev.nydusview.scan.receipt.Receipt;
import dev.nydusview.scan.receipt.ScannerEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A receipt for people. */
public final class ReceiptPrinter {
    private final Receipt receipt;

    public ReceiptPrinter(Receipt receipt) {
        this.receipt = receipt;
    }

    /** Prints the receipt on standard error; if the console is quiet, only the problems in it. */
    public void say(Console console) throws IOException {
        if (!console.quiet()) {
            try (TextOutput err = new TextOutput(console.err(), console.messageStyle())) {
                print(err);
            }
        }
        console.say(problems());
    }

    /** Problems of the scan, in lines; none if it is complete. */
    public List<String> problems() {
        List<String> lines = new ArrayList<>();
        for (ScannerEntry scanner : receipt.scanners()) {
            if (!scanner.problems().isEmpty()) {
                lines.add(
                        scanner.verdict().equals(Verdict.FAILED.label())
                                ? "FAILED: " + scanner.name() + " could not scan "
                                        + receipt.image().name() + ":"
                                : "INCOMPLETE: the result of " + scanner.name() + " for "
                                        + receipt.image().name() + " cannot be relied upon:");
                scanner.problems().forEach(problem -> lines.add("  " + problem));
                if (scanner.access() != null) {
                    lines.addAll(FailedReadLines.of(scanner.access()));
                }
            }
        }
        return lines.stream().map(SafeText::controls).toList();
    }

    public void print(TextOutput out) throws IOException {
        ReplacedImage plain = receipt.image().standsInFor();
        out.imageLine(receipt.image().name() + ", "
                + (plain == null ? "" : plain.phrase() + ", ")
                + (receipt.image().way().equals("lazy") ? "read lazily" : "pulled and unpacked") + " in "
                + receipt.seconds() + " s");
        Table table = new Table(
                "SCANNER",
                "VERDICT",
                ">EXIT",
                ">FILES",
                ">CHUNKS",
                ">ASKED",
                ">FETCHED",
                ">REQUESTS",
                ">WAITED",
                ">TIME");
        receipt.scanners().forEach(scanner -> row(table, scanner));
        if (receipt.ahead().requests() > 0) {
            table.row(
                    "(ahead)",
                    "",
                    "",
                    "",
                    "",
                    "",
                    Quantity.bytes(receipt.ahead().bytes()),
                    receipt.ahead().requests(),
                    "",
                    "");
        }
        table.print(out);
        Receipt.TransferEntry transfer = receipt.transfer();
        out.line(Quantity.bytes(transfer.bytes()) + " of "
                + Quantity.bytes(receipt.image().bytes()) + " fetched ("
                + Quantity.share(transfer.bytes(), receipt.image().bytes()) + ") in "
                + Quantity.of(transfer.requests(), "request") + ", and "
                + Quantity.bytes(transfer.metadataBytes()) + " of metadata; "
                + Quantity.of(receipt.verified().chunks(), "chunk") + " verified");
        if (!transfer.mirrors().isEmpty()) {
            out.line("answered by mirrors: " + String.join(", ", transfer.mirrors()));
        }
        for (ScannerEntry scanner : receipt.scanners()) {
            if (scanner.stored() != null) {
                out.line(scanner.name() + ": answered by the cached result of " + scanner.stored()
                        + " for the same contents, scanner, database and arguments; --no-result-cache scans again");
            }
        }
        for (String notSeen : receipt.notSeen()) {
            out.line("not seen: " + notSeen);
        }
        out.flush();
    }

    private static void row(Table table, ScannerEntry scanner) {
        AccessEntry access = scanner.stored() == null ? scanner.access() : null;
        String verdict = scanner.stored() == null ? scanner.verdict() : scanner.verdict() + " (cached)";
        if (access == null) {
            table.row(
                    scanner.name(),
                    verdict,
                    scanner.exitCode(),
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                    scanner.seconds() + " s");
            return;
        }
        table.row(
                scanner.name(),
                verdict,
                scanner.exitCode(),
                access.filesOpened(),
                access.chunks(),
                Quantity.bytes(access.bytesAsked()),
                Quantity.bytes(access.bytesFetched()),
                access.requests(),
                access.waitedMillis() + " ms",
                scanner.seconds() + " s");
    }
}
