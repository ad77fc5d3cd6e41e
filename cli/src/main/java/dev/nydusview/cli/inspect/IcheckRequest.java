package dev.nydusview.cli.inspect;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.nydusview.inspect.LocatedFile;
import dev.nydusview.inspect.chunk.ChunkDescriber;
import dev.nydusview.inspect.metadata.FileDetails;
import dev.nydusview.inspect.metadata.InodeSearch;
import dev.nydusview.jobs.output.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code icheck}. */
@Command(
        name = "icheck",
        description = "Shows all paths of an inode, and its attributes.",
        footer = {
            "  nydusview icheck ghcr.io/example/app:nydus 118",
        })
final class IcheckRequest implements Request {
    @Parameters(index = "0", paramLabel = "INODE", description = "Inode number, as shown by ls -i and stat.")
    long inode;

    record Document(int schemaVersion, @JsonUnwrapped ImageLabel image, List<FileDetails> paths) {}

    @Override
    public void answer(Session session, Answers answers) throws IOException {
        ChunkDescriber describer = new ChunkDescriber(session.rafs(), session.locator());
        int chunkSize = session.rafs().superblock().chunkSize();
        List<FileDetails> files = new ArrayList<>();
        for (LocatedFile place : InodeSearch.run(session.tree(), inode, session::damaged)) {
            files.add(FileDetails.of(place, session.tree(), chunkSize, describer, session::damaged));
        }
        Document document = new Document(Json.SCHEMA_VERSION, session.label(), files);
        answers.print(document, files, out -> {
            for (FileDetails file : files) {
                out.line(file.entry().path());
            }
            FileText.print(out, files.get(0));
        });
    }
}
