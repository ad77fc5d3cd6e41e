package dev.nydusview.cli.inspect;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.nydusview.inspect.Attributes;
import dev.nydusview.inspect.LocatedFile;
import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.Progress;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.output.Format;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.path.ImagePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cat}. */
@Command(
        name = "cat",
        description = "Writes files of an image to standard output; only their chunks are fetched.",
        footer = {
            "  nydusview cat ghcr.io/example/app:nydus /etc/os-release",
            "  nydusview cat ghcr.io/example/app:nydus /usr/bin/app > app",
            "  nydusview cat --format json ghcr.io/example/app:nydus /etc/hostname",
        })
final class CatRequest implements Request {
    /** Large reads are fetched in parallel. */
    private static final int BUFFER_SIZE = 4 << 20;

    /** A document is put together in memory. */
    private static final int MAX_DOCUMENT = 64 << 20;

    @Parameters(
            index = "0..*",
            arity = "1..*",
            paramLabel = "PATH",
            description = "Files to write; symbolic links are followed.")
    List<String> paths = List.of();

    /** A file as JSON has it. */
    record Document(int schemaVersion, @JsonUnwrapped ImageLabel image, String path, long size, String base64) {}

    @Override
    public void answer(Session session, Answers answers) throws IOException {
        for (String path : paths) {
            LocatedFile file = session.follow(path);
            requireRegular(file);
            if (answers.format() == Format.TABLE) {
                write(session, file, answers);
            } else {
                answers.print(document(session, file), out -> {});
            }
        }
        answers.out().flush();
    }

    @SuppressWarnings("try") // held for its duration only
    private static void write(Session session, LocatedFile file, Answers answers) throws IOException {
        AtomicLong written = new AtomicLong();
        session.progress(() -> Progress.of("reading", ImagePath.of(file.path()).toString())
                .bytes(written.get(), file.inode().size()));
        Supplier<String> left = () -> ImagePath.of(file.path()) + " is written up to byte " + written + " of "
                + file.inode().size();
        try (Console.Lasting ignored = answers.interruptible() ? session.whenInterrupted(left) : () -> {};
                OutputStream out = answers.contents()) {
            copy(session, file.inode(), out, written);
        }
    }

    private static void requireRegular(LocatedFile file) throws CommandException {
        if (!file.inode().isRegular()) {
            String type = Attributes.typeName(file.inode().type()).replace('_', ' ');
            throw new CommandException(
                    ExitCode.FAILURE, ImagePath.of(file.path()) + ": is a " + type + ", not a regular file");
        }
    }

    private static Document document(Session session, LocatedFile file) throws IOException {
        String path = ImagePath.of(file.path()).toString();
        long size = file.inode().size();
        if (size > MAX_DOCUMENT) {
            throw new CommandException(
                    ExitCode.FAILURE, path + ": has " + size + " bytes, too many for JSON: use --format table");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) size);
        copy(session, file.inode(), bytes, new AtomicLong());
        String base64 = Base64.getEncoder().encodeToString(bytes.toByteArray());
        return new Document(Json.SCHEMA_VERSION, session.label(), path, size, base64);
    }

    private static void copy(Session session, Inode file, OutputStream out, AtomicLong written) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER_SIZE, Math.max(1, file.size())));
        for (int count = read(session, file, 0, buffer); count > 0; ) {
            out.write(buffer.array(), 0, count);
            count = read(session, file, written.addAndGet(count), buffer);
        }
    }

    private static int read(Session session, Inode file, long offset, ByteBuffer buffer) throws IOException {
        return session.image().files().read(file, offset, buffer.clear());
    }
}
