package dev.nydusview.cli;

import dev.nydusview.jobs.output.Format;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.registry.endpoint.NameList;
import java.io.IOException;

/** Lists of names: as text, and as lines of JSON, one name a line. */
final class NameLines {
    private NameLines() {}

    static void print(NameList list, Object document, Format format, TextOutput out) throws IOException {
        format.print(out, document, list.names(), text -> {
            for (String name : list.names()) {
                text.line(name);
            }
        });
    }
}
