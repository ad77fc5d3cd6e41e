package dev.nydusview.cli.inspect;

import dev.nydusview.inspect.LocatedFile;
import dev.nydusview.inspect.NotInImageException;
import dev.nydusview.rafs.path.ImagePath;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cd}. */
@Command(name = "cd", description = "Changes the current directory.")
final class CdRequest implements Request {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DIR",
            description = "New current directory (default: the root).")
    String directory = "/";

    record Document(String directory) {}

    @Override
    public void answer(Session session, Answers answers) throws IOException {
        LocatedFile wanted = session.follow(directory);
        if (!wanted.inode().isDirectory()) {
            throw new NotInImageException(directory + " is not a directory");
        }
        session.enter(wanted.path());
        answers.print(new Document(ImagePath.of(wanted.path()).toString()), out -> {});
    }
}
