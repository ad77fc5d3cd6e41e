package dev.nydusview.fuse.kernel;

import dev.nydusview.fuse.ImageFileSystem;
import dev.nydusview.rafs.model.EntryBuffer;
import dev.nydusview.rafs.model.RawName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Places where the kernel has seen inodes, as it asks by node where people need paths. Places of directories are all kept,
 * as a number each for the parent and for the offset in its listing; of other inodes the latest million,
 * or all where every open is told of. Safe for concurrent use.
 */
final class SeenEntries {
    private static final int MAX_NAMED = 1 << 12;
    /** The offset of an entry that was looked up by its name, which is kept instead. */
    private static final long BY_NAME = 0;

    /** An entry: the directory, and the offset at which its listing goes on after it; 0 if that is not known. */
    record Place(long parent, long offset) {}

    private record Key(long parent, long number) {}

    private final ImageFileSystem fileSystem;
    private final boolean keepAll;
    private final PlaceTable kept = new PlaceTable();
    private final RecentPlaces recent = new RecentPlaces();

    /** Names of entries that were looked up but not listed: of all that are kept, else of the latest. */
    private final Map<Key, RawName> names = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, RawName> eldest) {
            return !keepAll && size() > MAX_NAMED;
        }
    };

    SeenEntries(ImageFileSystem fileSystem, boolean keepAll) {
        this.fileSystem = fileSystem;
        this.keepAll = keepAll;
        kept.put(fileSystem.root(), fileSystem.root(), BY_NAME, 0);
    }

    /** Enters what a listing tells the kernel. */
    synchronized void listed(long parent, EntryBuffer entry, long offset) {
        enter(parent, entry, entry.nameLength(), offset);
    }

    /** Enters what a look-up tells the kernel, unless a listing has told more. */
    synchronized void lookedUp(long parent, EntryBuffer entry) {
        Place known = place(entry.number());
        if (known == null || known.parent != parent || known.offset == BY_NAME) {
            names.put(new Key(parent, entry.number()), entry.rawName());
            enter(parent, entry, entry.nameLength(), BY_NAME);
        }
    }

    private void enter(long parent, EntryBuffer inode, int nameLength, long offset) {
        if (keepAll || inode.isDirectory()) {
            int length = inode.isDirectory() ? kept.length(parent) + 1 + nameLength : 0;
            kept.put(inode.number(), parent, offset, length);
            return;
        }
        recent.put(inode.number(), parent, offset);
    }

    /** Returns where the kernel has seen an inode last; null if that is not known any more. */
    synchronized @Nullable Place place(long number) {
        Place known = kept.get(number);
        return known == null ? recent.get(number) : known;
    }

    /** Returns the bytes in the path of a directory: 0 for the root. */
    synchronized int pathLength(long directory) {
        return kept.length(directory);
    }

    /** Returns the path of an inode in the image, such as {@code /etc/passwd}: empty for the root. */
    byte[] path(long number) {
        ByteArrayOutputStream path = new ByteArrayOutputStream();
        for (RawName name : names(number)) {
            path.write('/');
            path.writeBytes(name.bytes());
        }
        return path.toByteArray();
    }

    /** Returns the names on the way from the root to the directory that holds an inode. */
    List<RawName> directoryNames(long number) {
        Place place = place(number);
        return place == null ? List.of() : names(place.parent);
    }

    /** Returns the names on the way from the root to an inode; one that stands for it where the way is not known. */
    List<RawName> names(long number) {
        List<RawName> names = new ArrayList<>();
        long at = number;
        while (at != fileSystem.root()) {
            Place place = place(at);
            if (place == null || names.size() > kept.size()) {
                return List.of(RawName.of(("inode " + number).getBytes(StandardCharsets.US_ASCII)));
            }
            names.add(name(place, at));
            at = place.parent;
        }
        Collections.reverse(names);
        return names;
    }

    private RawName name(Place place, long number) {
        RawName named;
        synchronized (this) {
            named = place.offset == BY_NAME ? names.get(new Key(place.parent, number)) : null;
        }
        if (named != null) {
            return named;
        }
        try {
            return fileSystem.nameAt(place.parent, place.offset);
        } catch (IOException | RuntimeException e) {
            return RawName.of("inode " + number);
        }
    }
}
