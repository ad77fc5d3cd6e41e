package dev.nydusview.cli.inspect;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.nydusview.base.Quantity;
import dev.nydusview.inspect.LocatedFile;
import dev.nydusview.inspect.tree.DirectoryUsage;
import dev.nydusview.inspect.tree.DiskUsage;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.jobs.output.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code du}. */
@Command(
        name = "du",
        description = {
            "Sums up the sizes of directories: bytes of files, and bytes that blobs store for them.",
            "",
            "A file with several names, or a chunk that is used several times, counts only once, in the "
                    + "directory visited first."
        },
        footer = {
            "  nydusview du ghcr.io/example/app:nydus",
            "  nydusview du -d 2 --sort size ghcr.io/example/app:nydus /usr",
        })
final class DuRequest implements Request {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PATH",
            description = "Path to sum up (default: the root; at the prompt, the current directory).")
    String path = ".";

    @Option(
            names = {"-d", "--max-depth"},
            paramLabel = "N",
            description = "Show directories down to level N, 0 for only the total (default: 1).")
    int maxDepth = 1;

    @Option(
            names = "--sort",
            paramLabel = "BY",
            description = "Sort order: name (order of the image), size or stored (default: name).")
    Order sort = Order.NAME;

    @Option(
            names = {"-b", "--bytes"},
            fallbackValue = "true",
            description = "Show exact numbers of bytes.")
    boolean exact;

    @Option(
            names = {"-h", "--human-readable"},
            fallbackValue = "true",
            description = "Show sizes with units, such as 1.5 MiB, as is done without --bytes.")
    boolean readable;

    enum Order {
        NAME,
        SIZE,
        STORED
    }

    record Document(int schemaVersion, @JsonUnwrapped ImageLabel image, List<DirectoryUsage> directories) {}

    @Override
    public void answer(Session session, Answers answers) throws IOException {
        LocatedFile start = session.locate(path);
        List<DirectoryUsage> rows = new ArrayList<>();
        DiskUsage.run(
                session.rafs(),
                session.locator(),
                start,
                usage -> {
                    if (usage.depth() <= maxDepth) {
                        rows.add(usage);
                    }
                },
                session::damaged);
        switch (sort) {
            case NAME -> {}
            case SIZE -> rows.sort(Comparator.comparingLong(DirectoryUsage::bytes));
            case STORED -> rows.sort(Comparator.comparingLong(DirectoryUsage::stored));
        }
        Document document = new Document(Json.SCHEMA_VERSION, session.label(), rows);
        answers.print(document, rows, out -> {
            Table table = new Table(">SIZE", ">STORED", ">FILES", "PATH");
            rows.forEach(row -> table.row(shown(row.bytes()), shown(row.stored()), row.files(), row.path()));
            table.print(out);
        });
    }

    private String shown(long bytes) {
        return exact && !readable ? Long.toString(bytes) : Quantity.bytes(bytes);
    }
}
