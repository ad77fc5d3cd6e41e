package dev.nydusview.cli.options;

import dev.nydusview.jobs.report.FindingsFormat;
import dev.nydusview.scan.scanner.ReportFormat;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;

/** Names of the formats of reports, of scanners and of plugins, for completion. */
final class ReportFormats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Stream.concat(
                        Stream.of(ReportFormat.values()).map(ReportFormat::label),
                        Stream.of(FindingsFormat.values()).map(FindingsFormat::name))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .distinct()
                .iterator();
    }
}
