package dev.nydusview.cli.inspect;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.nydusview.inspect.chunk.ChunkDescriber;
import dev.nydusview.inspect.metadata.FileDetails;
import dev.nydusview.jobs.output.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code stat}. */
@Command(
        name = "stat",
        description = "Shows all attributes and chunks of files; symbolic links are not followed.",
        footer = {
            "  nydusview stat ghcr.io/example/app:nydus /usr/bin/passwd",
            "  nydusview stat --format json ghcr.io/example/app:nydus /etc/shadow",
            "  nydusview stat oci:build/layout 'caf\\xe9'",
        })
final class StatRequest implements Request {
    @Parameters(
            index = "0..*",
            arity = "1..*",
            paramLabel = "PATH",
            description = "Files to show; \\xHH stands for any byte.")
    List<String> paths = List.of();

    record Document(int schemaVersion, @JsonUnwrapped ImageLabel image, @JsonUnwrapped FileDetails file) {}

    record Documents(int schemaVersion, @JsonUnwrapped ImageLabel image, List<FileDetails> files) {}

    @Override
    public void answer(Session session, Answers answers) throws IOException {
        List<FileDetails> files = new ArrayList<>();
        for (String path : paths) {
            files.add(details(session, path));
        }
        answers.print(document(session, files), files, out -> {
            for (FileDetails file : files) {
                FileText.print(out, file);
            }
        });
    }

    static FileDetails details(Session session, String path) throws IOException {
        ChunkDescriber describer = new ChunkDescriber(session.rafs(), session.locator());
        return FileDetails.of(
                session.locate(path),
                session.tree(),
                session.rafs().superblock().chunkSize(),
                describer,
                session::damaged);
    }

    private static Object document(Session session, List<FileDetails> files) {
        ImageLabel image = session.label();
        return files.size() == 1
                ? new Document(Json.SCHEMA_VERSION, image, files.get(0))
                : new Documents(Json.SCHEMA_VERSION, image, files);
    }
}
