package dev.nydusview.cli.options;

import dev.nydusview.jobs.report.FindingsFormat;
import java.util.Iterator;
import java.util.stream.Stream;

/** Names of the formats of plugins' findings, for completion. */
public final class FindingsFormats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Stream.of(FindingsFormat.values()).map(FindingsFormat::name).iterator();
    }
}
