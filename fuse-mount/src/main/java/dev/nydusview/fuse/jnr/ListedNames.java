package dev.nydusview.fuse.jnr;

import dev.nydusview.fuse.Caller;
import dev.nydusview.fuse.ImageFileSystem;
import dev.nydusview.fuse.PathLimit;
import dev.nydusview.fuse.ProcessIdentity;
import dev.nydusview.rafs.model.RawName;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Names that one call has listed: tells of those that nobody can open by their paths, and of the longest path. */
final class ListedNames {
    private final ImageFileSystem fileSystem;
    private final PathLimit limit;
    private final byte[] directory;
    private final Supplier<ProcessIdentity> identity;
    private @Nullable ProcessIdentity process;
    private @Nullable RawName longest;

    /**
     * @param directory its path in the image: a slash alone for the root
     * @param identity who lists; asked once, if at all
     */
    ListedNames(ImageFileSystem fileSystem, PathLimit limit, byte[] directory, Supplier<ProcessIdentity> identity) {
        this.fileSystem = fileSystem;
        this.limit = limit;
        this.directory = directory;
        this.identity = identity;
    }

    /** "." and ".." are no names of their own. */
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
