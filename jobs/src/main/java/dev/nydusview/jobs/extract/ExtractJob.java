package dev.nydusview.jobs.extract;

import dev.nydusview.base.Quantity;
import dev.nydusview.base.SafeText;
import dev.nydusview.image.FetchStats;
import dev.nydusview.image.NydusImage;
import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCodes;
import dev.nydusview.jobs.image.JobContext;
import dev.nydusview.jobs.output.OutputClosedException;
import dev.nydusview.linux.PosixException;
import dev.nydusview.rafs.chunk.ChunkDecoder;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.MissingTablePolicy;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rootfs.Omission;
import dev.nydusview.rootfs.extract.EarlierChunks;
import dev.nydusview.rootfs.extract.Extraction;
import dev.nydusview.rootfs.extract.ExtractionException;
import dev.nydusview.rootfs.extract.Omissions;
import dev.nydusview.rootfs.extract.Selection;
import dev.nydusview.rootfs.extract.Sink;
import dev.nydusview.rootfs.extract.sink.DirectorySink;
import java.io.IOException;

/** An extraction from beginning to end: written, watched, summed up. */
public final class ExtractJob {
    private final JobContext context;
    private final Console console;
    private final ExtractRequest request;
    private final Target target;

    public ExtractJob(JobContext context, ExtractRequest request) {
        this.context = context;
        this.console = context.console();
        this.request = request;
        this.target = new Target(console, request.target(), request.sameOwner());
    }

    /** Writes the selected part of the image; throws unless all of it was written, as far as this user may write it. */
    public void run() throws IOException {
        target.check();
        try (NydusImage image =
                context.images().openOver(request.lowers(), request.reference(), MissingTablePolicy.FATAL)) {
            write(image, WantedPaths.in(image.rafs().tree(), request.paths()));
        }
    }

    private void write(NydusImage image, Selection selection) throws IOException {
        InodeTree tree = image.rafs().tree();
        if (target.isArchive()) {
            try (Sink sink = target.archive()) {
                write(image, selection, sink, EarlierChunks.NONE);
            }
            return;
        }
        String name = "the image with the bootstrap " + image.bootstrapDigest();
        try (DirectorySink sink = target.directory(name, entry -> selection.hasAtTop(tree, entry))) {
            EarlierChunks earlier = sink.earlier()
                    .map(files -> new EarlierChunks(files, new ChunkDecoder(image.rafs())))
                    .orElse(EarlierChunks.NONE);
            write(image, selection, sink, earlier);
        }
    }

    @SuppressWarnings("try") // held for its duration only
    private void write(NydusImage image, Selection selection, Sink sink, EarlierChunks earlier) throws IOException {
        Extraction extraction =
                new Extraction(image.rafs().tree(), image.chunks(), selection, sink, request.limits(), earlier);
        try (Console.Lasting ignored = console.whenInterrupted(() -> leaving(extraction.progress()));
                Console.Lasting shown = console.progress(new ExtractionProgress(extraction, image))) {
            extraction.run();
        } catch (ExtractionException e) {
            throw explained(e, extraction.progress());
        }
        sink.omissions().counts().forEach((kind, count) -> console.say(omission(kind, count)));
        if (!console.quiet()) {
            console.say(summary(extraction, image, earlier));
        }
    }

    private static String summary(Extraction extraction, NydusImage image, EarlierChunks earlier) {
        Extraction.Progress written = extraction.progress();
        FetchStats fetched = image.stats();
        String kept = earlier.bytes() == 0 ? "" : Quantity.bytes(earlier.bytes()) + " of them there before, ";
        return Quantity.of(written.entries(), "file") + " written, " + Quantity.bytes(written.bytes()) + "; "
                + kept + Quantity.bytes(fetched.blobBytes()) + " of " + Quantity.bytes(fetched.imageBytes())
                + " fetched in "
                + Quantity.of(fetched.blobRequests(), "request") + ", "
                + Quantity.of(fetched.chunksFromCache(), "chunk") + " from the cache";
    }

    /** Explains the failure to the user; a reader of the archive that went away is not a failure of a file. */
    private IOException explained(ExtractionException e, Extraction.Progress written) {
        IOException failure = e.failure();
        if (failure instanceof OutputClosedException) {
            return failure;
        }
        String remedy = failure instanceof PosixException system && system.refused()
                ? "; --no-same-owner skips attributes that the system refuses to set"
                : "";
        IOException explained = new CommandException(
                ExitCodes.of(failure),
                path(e.path()) + ": " + failure.getMessage() + remedy + "; " + incomplete(written));
        explained.initCause(failure);
        return explained;
    }

    private String incomplete(Extraction.Progress written) {
        return target + " is incomplete, with " + Quantity.of(written.entries(), "file")
                + (target.isArchive() ? "" : "; the same command goes on with it");
    }

    /** Describes what an interrupted extraction leaves. */
    private String leaving(Extraction.Progress written) {
        EntryPath unfinished = written.unfinished();
        return (unfinished == null ? "" : path(unfinished) + " is unfinished; ") + incomplete(written);
    }

    private static String omission(Omission kind, Omissions.Count count) {
        String what =
                switch (kind) {
                    case OWNER -> Quantity.of(count.count(), "file") + " with another owner, now owned by you";
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
