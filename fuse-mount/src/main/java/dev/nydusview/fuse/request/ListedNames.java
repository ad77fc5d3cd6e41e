package dev.nydusview.fuse.request;

import dev.nydusview.fuse.Caller;
import dev.nydusview.fuse.ImageFileSystem;
import dev.nydusview.fuse.PathLimit;
import dev.nydusview.fuse.ProcessIdentity;
import dev.nydusview.rafs.model.EntryBuffer;
import dev.nydusview.rafs.model.RawName;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Names of one listing: reports those that cannot be opened by their paths, and the longest path. */
public final class ListedNames {
    private final ImageFileSystem fileSystem;
    private final PathLimit limit;
    private final int directoryLength;
    private final Supplier<byte[]> directory;
    private final Supplier<ProcessIdentity> identity;
    private @Nullable ProcessIdentity process;
    private @Nullable RawName longest;

    /**
     * @param directoryLength bytes in the path of the directory in the image: 0 for the root
     * @param directory that path; asked for if a name is too long
     * @param identity the process that lists; asked for once, if at all
     */
    public ListedNames(
            ImageFileSystem fileSystem,
            PathLimit limit,
            int directoryLength,
            Supplier<byte[]> directory,
            Supplier<ProcessIdentity> identity) {
        this.fileSystem = fileSystem;
        this.limit = limit;
        this.directoryLength = directoryLength;
        this.directory = directory;
        this.identity = identity;
    }

    /** Adds a name; "." and ".." do not count. */
    public void add(RawName name) {
        int length = length(name);
        if (length <= PathLimit.LONG_PATH || name.equals(RawName.DOT) || name.equals(RawName.DOT_DOT)) {
            return;
        }
        if (length > PathLimit.MAX_PATH) {
            fileSystem.failed(caller(name), limit.refusal(length));
        }
        if (longest == null || name.length() > longest.length()) {
            longest = name;
        }
    }

    /** Reports the longest path of all, if it is a long one. */
    public void end() {
        if (longest != null) {
            fileSystem.listed(caller(longest), length(longest));
        }
    }

    /** Adds the name of an entry. */
    public void add(EntryBuffer entry) {
        if (limit.mounted(directoryLength + 1 + entry.nameLength()) > PathLimit.LONG_PATH) {
            add(entry.rawName());
        }
    }

    private int length(RawName name) {
        return limit.mounted(directoryLength + 1 + name.length());
    }

    private Caller caller(RawName name) {
        ProcessIdentity known = process == null ? identity.get() : process;
        process = known;
        return new Caller(known, new String(directory.get(), StandardCharsets.UTF_8) + "/" + name);
    }
}
