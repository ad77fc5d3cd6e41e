package dev.nydusview.cli.extract;

import dev.nydusview.base.SafeText;
import dev.nydusview.cli.Environment;
import dev.nydusview.cli.exit.CommandException;
import dev.nydusview.cli.exit.ExitCodes;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.cli.output.OutputClosedException;
import dev.nydusview.cli.output.Quantity;
import dev.nydusview.cli.progress.ProgressLine;
import dev.nydusview.linux.PosixException;
import dev.nydusview.rafs.walk.EntryPath;
import dev.nydusview.registry.FetchStats;
import dev.nydusview.registry.NydusImage;
import dev.nydusview.rootfs.ImageLimits;
import dev.nydusview.rootfs.Omission;
import dev.nydusview.rootfs.extract.Extraction;
import dev.nydusview.rootfs.extract.ExtractionException;
import dev.nydusview.rootfs.extract.Omissions;
import dev.nydusview.rootfs.extract.Selection;
import dev.nydusview.rootfs.extract.Sink;
import java.io.IOException;

/** One extraction from beginning to end: written, watched, summed up. */
public final class ExtractJob {
    private final Environment environment;
    private final OutputOptions output;
    private final Target target;
    private final ImageLimits limits;

    public ExtractJob(Environment environment, OutputOptions output, Target target, ImageLimits limits) {
        this.environment = environment;
        this.output = output;
        this.target = target;
        this.limits = limits;
    }

    /** Writes the selected part of {@code image}; throws unless all of it was written, as far as this user may. */
    @SuppressWarnings("try") // held for its duration only
    public void run(NydusImage image, Selection selection) throws IOException {
        try (Sink sink = target.open()) {
            Extraction extraction = new Extraction(image.rafs().tree(), image.chunks(), selection, sink, limits);
            try (ProgressLine ignored =
                    ProgressLine.start(environment, output.progress(environment), () -> progress(extraction, image))) {
                extraction.run();
            } catch (ExtractionException e) {
                throw explained(e, extraction.progress());
            }
            sink.omissions().counts().forEach((kind, count) -> environment.say(omission(kind, count)));
            if (!output.quiet()) {
                environment.say(progress(extraction, image));
            }
        }
    }

    private static String progress(Extraction extraction, NydusImage image) {
        Extraction.Progress written = extraction.progress();
        FetchStats fetched = image.stats();
        return Quantity.of(written.entries(), "file") + " written, " + Quantity.bytes(written.bytes()) + "; "
                + Quantity.bytes(fetched.blobBytes()) + " of " + Quantity.bytes(fetched.imageBytes()) + " fetched in "
                + Quantity.of(fetched.blobRequests(), "request") + ", "
                + Quantity.of(fetched.chunksFromCache(), "chunk") + " from the cache";
    }

    /** The failure in the user's words; a reader of the archive that went away is no failure of a file. */
    private IOException explained(ExtractionException e, Extraction.Progress written) {
        IOException failure = e.failure();
        if (failure instanceof OutputClosedException) {
            return failure;
        }
        String remedy = failure instanceof PosixException system && system.refused()
                ? "; --no-same-owner leaves out what the system refuses"
                : "";
        IOException explained = new CommandException(
                ExitCodes.of(failure),
                path(e.path()) + ": " + failure.getMessage() + remedy + "; " + target + " is incomplete, with "
                        + Quantity.of(written.entries(), "file"));
        explained.initCause(failure);
        return explained;
    }

    private static String omission(Omission kind, Omissions.Count count) {
        String what =
                switch (kind) {
                    case OWNER -> Quantity.of(count.count(), "file") + " with another owner became yours";
                    case SET_ID -> Quantity.of(count.count(), "file") + " lost the set-user-ID or set-group-ID bit";
                    case XATTR ->
                        Quantity.of(count.count(), "extended attribute") + " left out, as the system refuses them";
                    case SPECIAL -> Quantity.of(count.count(), "device") + " left out, as the system refuses them";
                    case SOCKET -> Quantity.of(count.count(), "socket") + " left out";
                    case MODE, UNREADABLE -> throw new IllegalStateException(kind + " cannot happen");
                };
        return what + ", the first at " + path(count.first());
    }

    private static String path(EntryPath path) {
        return "/" + SafeText.escape(path.bytes());
    }
}
