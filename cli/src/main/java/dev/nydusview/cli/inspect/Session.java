package dev.nydusview.cli.inspect;

import dev.nydusview.base.DataException;
import dev.nydusview.cli.env.Environment;
import dev.nydusview.image.FetchStats;
import dev.nydusview.image.NydusImage;
import dev.nydusview.image.document.ImageDocuments;
import dev.nydusview.inspect.LocatedFile;
import dev.nydusview.inspect.PathResolver;
import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.Progress;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.exit.ExitCodes;
import dev.nydusview.jobs.exit.Messages;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.chunk.ChunkLocator;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.MissingTablePolicy;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.path.ImagePath;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An opened image, and the state that one request leaves for the next: the current directory. */
public final class Session implements Closeable {
    /**
     * Messages about damage that are printed. Further ones would not add anything about an image that is damaged
     * throughout.
     */
    private static final int MAX_REPORTED = 20;

    private final NydusImage image;
    private final Environment environment;
    private volatile @Nullable Supplier<Progress> doing;
    private EntryPath directory = EntryPath.ROOT;
    private ExitCode outcome = ExitCode.OK;
    private int damaged;

    private Session(NydusImage image, Environment environment) {
        this.image = image;
        this.environment = environment;
    }

    /** Opens an image. */
    @FunctionalInterface
    public interface Opener {
        NydusImage open(MissingTablePolicy loss) throws IOException;
    }

    /** Opens an image, if necessary without tables that cannot be read, and reports which these are. */
    public static Session open(Environment environment, Opener opener) throws IOException {
        List<DataException> lost = new ArrayList<>();
        Session session = new Session(opener.open(lost::add), environment);
        for (DataException failure : lost) {
            session.failed(failure);
            environment.say(Messages.of(failure) + "; data that depends on it is missing");
        }
        return session;
    }

    public NydusImage image() {
        return image;
    }

    ImageLabel label() {
        return ImageLabel.of(image);
    }

    /** Returns manifest and configuration of the image. */
    ImageDocuments documents() throws CommandException {
        return image.documents()
                .orElseThrow(() -> new CommandException(
                        ExitCode.USAGE,
                        image.name() + " is a bare bootstrap, which has neither manifest nor configuration"));
    }

    RafsImage rafs() {
        return image.rafs();
    }

    InodeTree tree() {
        return image.rafs().tree();
    }

    /** Returns the locator of stored chunks, by the blobs' own chunk indexes. */
    ChunkLocator locator() {
        return image.locator();
    }

    /** Returns the directory that relative paths start from. */
    public EntryPath directory() {
        return directory;
    }

    void enter(EntryPath other) {
        directory = other;
    }

    /** Finds the entry at {@code path}, which may be a symbolic link. */
    LocatedFile locate(String path) throws IOException {
        return new PathResolver(tree()).noFollow(ImagePath.parse(path, directory));
    }

    /** Finds the entry that {@code path} leads to, following symbolic links. */
    LocatedFile follow(String path) throws IOException {
        return new PathResolver(tree()).follow(ImagePath.parse(path, directory));
    }

    /** Has {@code state} be the progress of the request that is answered. */
    void progress(Supplier<Progress> state) {
        doing = state;
    }

    /** Returns the progress of the request that is answered; any thread may ask. */
    public Progress progress() {
        Supplier<Progress> state = doing;
        if (state != null) {
            return state.get();
        }
        FetchStats fetched = image.stats();
        return Progress.of("reading", image.name()).bytes(fetched.metadataBytes() + fetched.blobBytes(), 0);
    }

    /** Until the result is closed, says what {@code left} describes when a signal ends the command. */
    Console.Lasting whenInterrupted(Supplier<String> left) {
        return environment.whenInterrupted(left);
    }

    /** Reports that part of an answer is missing because the image is damaged at {@code path}. */
    void damaged(EntryPath path, IOException failure) {
        failed(failure);
        if (damaged++ < MAX_REPORTED) {
            environment.say(ImagePath.of(path) + ": " + Messages.of(failure));
        } else if (damaged == MAX_REPORTED + 1) {
            environment.say("not all damage is listed here; `check` finds all of it");
        }
    }

    /** Remembers that a request failed; the first failure decides about the exit code. */
    public void failed(Throwable failure) {
        if (outcome == ExitCode.OK) {
            outcome = ExitCodes.of(failure);
        }
    }

    @Override
    public void close() throws IOException {
        image.close();
    }

    /** The exit code so far. */
    public ExitCode outcome() {
        return outcome;
    }
}
