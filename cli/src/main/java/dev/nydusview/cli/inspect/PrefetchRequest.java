package dev.nydusview.cli.inspect;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.nydusview.inspect.metadata.PrefetchEntry;
import dev.nydusview.jobs.output.Json;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code prefetch}. */
@Command(
        name = "prefetch",
        description = "Shows the prefetch table: the files that the image's builder wants fetched first.",
        footer = {
            "  nydusview prefetch ghcr.io/example/app:nydus",
        })
final class PrefetchRequest implements Request {
    @Option(names = "--all", description = "In a request: print the JSON of the command, not only the list.")
    boolean all;

    record Document(int schemaVersion, @JsonUnwrapped ImageLabel image, List<PrefetchEntry> prefetch) {}

    @Override
    public void answer(Session session, Answers answers) throws IOException {
        List<PrefetchEntry> entries = PrefetchEntry.of(session.rafs(), session::damaged);
        Object document =
                answers.compatible() && !all ? entries : new Document(Json.SCHEMA_VERSION, session.label(), entries);
        answers.print(document, entries, out -> {
            out.line("Total Prefetching Files: " + entries.size());
            for (PrefetchEntry entry : entries) {
                String paths = entry.path().isEmpty() ? "(unreachable)" : String.join("  ", entry.path());
                out.line(String.format("Inode Number: %10d  %s", entry.inode(), paths));
            }
        });
    }
}
