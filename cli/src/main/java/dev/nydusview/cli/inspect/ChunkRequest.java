package dev.nydusview.cli.inspect;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.nydusview.inspect.chunk.ChunkQuery;
import dev.nydusview.inspect.chunk.ChunkSearch;
import dev.nydusview.inspect.chunk.ChunkUses;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.rafs.model.BlobInfo;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chunk}. */
@Command(
        name = "chunk",
        description = {
            "Shows the chunks at a blob offset or with a digest, and the files that use them.",
            "",
            "For blobs whose chunks share stored bytes (batch, zran), the chunk index is read, from the "
                    + "blob if necessary."
        },
        footer = {
            "  nydusview chunk ghcr.io/example/app:nydus 458954",
            "  nydusview chunk --uncompressed --blob 1 ghcr.io/example/app:nydus 0xd9f81",
            "  nydusview chunk ghcr.io/example/app:nydus d70fe2cea420",
        })
final class ChunkRequest implements Request {
    @Parameters(
            index = "0",
            paramLabel = "OFFSET|DIGEST",
            description = "Offset in the stored blob, or at least the first 8 digits of a chunk digest.")
    String wanted = "";

    @Option(
            names = "--blob",
            paramLabel = "BLOB",
            description = "Search only this blob, given by its index or the start of its ID.")
    @Nullable
    String blob;

    @Option(
            names = {"-u", "--uncompressed"},
            fallbackValue = "true",
            description = "Take OFFSET as an offset in the blob's uncompressed address space.")
    boolean uncompressed;

    record Document(int schemaVersion, @JsonUnwrapped ImageLabel image, List<ChunkUses> chunks) {}

    @Override
    public void answer(Session session, Answers answers) throws IOException {
        ChunkQuery query = query(session);
        List<ChunkUses> found = ChunkSearch.run(session.rafs(), session.locator(), query, session::damaged);
        Document document = new Document(Json.SCHEMA_VERSION, session.label(), found);
        answers.print(document, found, out -> text(out, found));
    }

    private ChunkQuery query(Session session) throws CommandException {
        try {
            return ChunkQuery.parse(wanted, blobIndex(session), uncompressed);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }

    private OptionalInt blobIndex(Session session) throws CommandException {
        if (blob == null) {
            return OptionalInt.empty();
        }
        List<BlobInfo> matching = session.rafs().blobs().stream()
                .filter(row ->
                        Integer.toString(row.index()).equals(blob) || row.id().startsWith(blob))
                .toList();
        if (matching.size() != 1) {
            throw new CommandException(
                    ExitCode.NOT_FOUND,
                    "'" + blob + "' is the index, or the start of the ID, of " + matching.size()
                            + " blobs of the image; `blobs` lists them");
        }
        return OptionalInt.of(matching.get(0).index());
    }

    private void text(TextOutput out, List<ChunkUses> found) throws IOException {
        boolean first = true;
        for (ChunkUses uses : found) {
            if (!first) {
                out.line("");
            }
            first = false;
            ChunkText.print(out, uses);
        }
        if (found.isEmpty()) {
            out.line("no file uses a chunk there");
        }
    }
}
