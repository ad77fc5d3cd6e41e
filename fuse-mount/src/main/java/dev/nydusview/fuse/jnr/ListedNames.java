package dev.nydusview.fuse.jnr;

import dev.nydusview.fuse.Caller;
import dev.nydusview.fuse.ImageFileSystem;
import dev.nydusview.fuse.PathLimit;
import dev.nydusview.fuse.ProcessIdentity;
import dev.nydusview.rafs.model.RawName;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Names of one listing: reports those that cannot be opened by their paths, and the longest path. */
final class ListedNames {
    private final ImageFileSystem fileSystem;
    private final PathLimit limit;
    private final byte[] directory;
    private final Supplier<ProcessIdentity> identity;
    private @Nullable ProcessIdentity process;
    private @Nullable RawName longest;

    /**
     * @param directory path in the image: a slash alone for the root
     * @param identity the process that lists; asked for once, if at all
     */
    ListedNames(ImageFileSystem fileSystem, PathLimit limit, byte[] directory, Supplier<ProcessIdentity> identity) {
        this.fileSystem = fileSystem;
        this.limit = limit;
        this.directory = directory;
        this.identity = identity;
    }

    /** Adds a name; "." and ".." do not count. */
    void add(RawName name) {
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

    void end() {
        if (longest != null) {
            fileSystem.listed(caller(longest), length(longest));
        }
    }

    private int length(RawName name) {
        return limit.mounted((directory.length == 1 ? 0 : directory.length) + 1 + name.length());
    }

    private Caller caller(RawName name) {
        ProcessIdentity known = process == null ? identity.get() : process;
        process = known;
        String start = new String(directory, StandardCharsets.UTF_8);
        return new Caller(known, (start.length() == 1 ? "" : start) + "/" + name);
    }
}
