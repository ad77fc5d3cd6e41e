package dev.nydusview.jobs.report;

import dev.nydusview.base.ReplacedImage;
import dev.nydusview.base.json.DocumentStream;
import dev.nydusview.scan.receipt.ScannerEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Findings as one JSON document, {@code {"schemaVersion": 1, "images": [...]}}. */
final class FindingsDocument implements FindingsWriter {
    static final int SCHEMA_VERSION = 1;

    private final DocumentStream stream;

    private FindingsDocument(DocumentStream stream) {
        this.stream = stream;
    }

    /**
     * An image.
     *
     * @param digest of the manifest that was read; absent if none was
     * @param standsInFor the plain image in whose place it was read; absent if it is the one that was named
     * @param complete whether every plugin has done its work, and every byte that it asked for was delivered and
     * verified
     * @param problem why it was not scanned; absent if it was
     * @param suppressed findings that do not count, each with the reason
     */
    record ImageFindings(
            String image,
            @Nullable String digest,
            @Nullable ReplacedImage standsInFor,
            boolean complete,
            @Nullable String problem,
            List<PluginEntry> plugins,
            List<ObjectNode> findings,
            List<ObjectNode> suppressed) {}

    /** A command of a plugin. */
    record PluginEntry(String name, @Nullable String version, String verdict, List<String> problems, double seconds) {}

    static FindingsDocument begin(OutputStream out) throws IOException {
        DocumentStream stream = DocumentStream.begin(out);
        stream.member("schemaVersion", SCHEMA_VERSION);
        stream.array("images");
        return new FindingsDocument(stream);
    }

    @Override
    public void image(ScannedImage image) throws IOException {
        stream.element(new ImageFindings(
                image.name(),
                image.receipt().image().digest(),
                image.standsInFor(),
                image.complete(),
                image.problem(),
                image.results().stream().map(FindingsDocument::plugin).toList(),
                FindingEntries.counting(image.reviewed()),
                FindingEntries.suppressed(image.reviewed())));
    }

    private static PluginEntry plugin(PluginFindings result) {
        ScannerEntry entry = result.scanner().entry();
        return new PluginEntry(entry.name(), entry.version(), entry.verdict(), entry.problems(), entry.seconds());
    }

    @Override
    public void end() throws IOException {
        stream.end();
    }
}
