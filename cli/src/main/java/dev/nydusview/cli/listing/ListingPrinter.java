package dev.nydusview.cli.listing;

import dev.nydusview.cli.output.Format;
import dev.nydusview.cli.output.Json;
import dev.nydusview.cli.output.TextOutput;
import dev.nydusview.inspect.entry.Attributes;
import dev.nydusview.inspect.entry.Entry;
import dev.nydusview.rafs.Inode;
import dev.nydusview.rafs.InodeTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Prints entries as they come, so that a listing of any length takes no memory. */
public final class ListingPrinter implements AutoCloseable {
    private final TextOutput out;
    private final InodeTree tree;
    private final Format format;
    private final boolean details;
    private boolean first = true;

    /** Begins a listing; {@code image} is its name in JSON, {@code details} asks for the attributes in text. */
    public ListingPrinter(TextOutput out, InodeTree tree, Format format, boolean details, String image)
            throws IOException {
        this.out = out;
        this.tree = tree;
        this.format = format;
        this.details = details;
        if (format == Format.JSON) {
            out.line("{\"schemaVersion\": " + Json.SCHEMA_VERSION + ",");
            text("\"image\": ");
            Json.write(out, image);
            text(",\n\"entries\": [");
        }
    }

    /** Prints one entry; {@code shown} is what text has as its name. */
    public void print(String path, String shown, Inode inode) throws IOException {
        if (format == Format.TABLE) {
            out.line(details ? longLine(Entry.of(path, inode, tree), shown, inode) : shown);
            return;
        }
        if (format == Format.JSON) {
            text(first ? "\n" : ",\n");
        }
        Json.write(out, Entry.of(path, inode, tree));
        if (format == Format.NDJSON) {
            text("\n");
        }
        first = false;
    }

    /** Ends the listing. */
    @Override
    public void close() throws IOException {
        if (format == Format.JSON) {
            out.line((first ? "" : "\n") + "]}");
        }
        out.flush();
    }

    private String longLine(Entry entry, String shown, Inode inode) {
        String name = entry.target() == null ? shown : shown + " -> " + entry.target();
        return String.format(
                Locale.ROOT,
                "%s %3d %5d %5d %10s %s %s",
                Attributes.modeString(inode.type(), inode.mode()),
                entry.nlink(),
                entry.uid(),
                entry.gid(),
                entry.sizeOrDevice(),
                entry.mtime(),
                name);
    }

    private void text(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
