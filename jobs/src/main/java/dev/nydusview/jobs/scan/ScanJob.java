package dev.nydusview.jobs.scan;

import dev.nydusview.base.json.Documents;
import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.Interruption;
import dev.nydusview.jobs.batch.ImageBatch;
import dev.nydusview.jobs.exit.ScanExit;
import dev.nydusview.jobs.image.JobContext;
import dev.nydusview.jobs.report.ReceiptFile;
import dev.nydusview.jobs.report.RunSummary;
import dev.nydusview.scan.receipt.Receipt;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Scans images, several at a time; the worst of them makes the exit code. */
public final class ScanJob {
    private final JobContext context;
    private final Console console;
    private final ScanRequest request;
    private final ScanExit exit = new ScanExit();

    public ScanJob(JobContext context, ScanRequest request) {
        this.context = context;
        this.console = context.console();
        this.request = request;
    }

    /** Scans {@code references}, and returns the exit code; cleans up even after a signal. */
    @SuppressWarnings("try") // held for its duration only
    public int run(List<String> references) throws IOException {
        ScanOfImage.check(request);
        ReportPlaces places = ReportPlaces.prepare(request, references);
        ReceiptFile receipts = new ReceiptFile(request.receipt(), references);
        RunSummary summary = new RunSummary(references.size());
        try (Interruption interruption = Interruption.of(console);
                Closeable metrics = context.publish(() -> null)) {
            int scanned;
            try {
                scanned = new ImageBatch(console, references.size(), request.images())
                        .run(
                                (image, own) -> new ScanOfImage(context.with(own), request, places, exit)
                                        .scanned(references.get(image)),
                                (image, result) -> take(image, result, receipts, summary));
            } catch (IOException e) {
                if (!interruption.isSignalled()) {
                    throw e;
                }
                scanned = 0;
            }
            summary.say(console);
            if (scanned == references.size()) {
                return exit.code();
            }
            references.stream().skip(scanned).map(ScanJob::left).forEach(context.security()::scanned);
            console.say("ended by a signal before everything was scanned");
            return interruption.exitCode();
        } finally {
            receipts.write(console);
        }
    }

    private static Receipt left(String reference) {
        return Receipt.notScanned(reference, "the scan was ended before it was complete");
    }

    private void take(int image, ScanOfImage.Result result, ReceiptFile receipts, RunSummary summary)
            throws IOException {
        summary.add(result.receipt());
        receipts.put(image, result.receipt());
        context.security().scanned(result.receipt());
        if (request.learn() != null && result.learned() != null) {
            byte[] profile = Documents.write(result.learned());
            request.learn().write(console, out -> out.write(profile));
        }
    }
}
