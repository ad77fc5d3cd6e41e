package dev.nydusview.jobs.report;

import dev.nydusview.base.json.DocumentStream;
import dev.nydusview.scan.receipt.ScannerEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Findings as SARIF 2.1.0: a run for each plugin over all images, as code scanning takes one run of a tool only, and a
 * rule for each kind of finding. Images that could not be scanned are in a run of nydusview itself.
 */
final class SarifReport implements FindingsWriter {
    private static final SarifRun.Tool SELF = new SarifRun.Tool("nydusview", null);

    private final DocumentStream stream;
    private final Map<SarifRun.Tool, SarifRun> runs = new LinkedHashMap<>();

    private SarifReport(DocumentStream stream) {
        this.stream = stream;
    }

    static SarifReport begin(OutputStream out) throws IOException {
        DocumentStream stream = DocumentStream.begin(out);
        stream.member("version", "2.1.0");
        stream.member(
                "$schema",
                "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
        stream.array("runs");
        return new SarifReport(stream);
    }

    @Override
    public void image(ScannedImage image) {
        if (image.problem() != null) {
            run(SELF).invoked(image, false, List.of(image.problem()));
        }
        for (PluginFindings result : image.results()) {
            ScannerEntry entry = result.scanner().entry();
            SarifRun run = run(new SarifRun.Tool(entry.name(), entry.version()));
            run.invoked(image, result.scanner().verdict().isComplete(), entry.problems());
            run.found(image.name(), result.findings());
        }
    }

    private SarifRun run(SarifRun.Tool tool) {
        return runs.computeIfAbsent(tool, SarifRun::new);
    }

    @Override
    public void end() throws IOException {
        for (SarifRun run : runs.values()) {
            stream.element(run.document());
        }
        stream.end();
    }
}
