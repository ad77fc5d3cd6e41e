package dev.nydusview.unpack.tree;

import dev.nydusview.extract.posix.DirectoryHandle;
import dev.nydusview.extract.posix.PosixException;
import dev.nydusview.rafs.RawName;
import dev.nydusview.unpack.tar.TarEntry;
import java.util.Map;
import java.util.TreeMap;

/** Times of directories, which change with each entry that is made in them, and so are set last. */
final class DirectoryTimes {
    private final TreeMap<String, Time> times = new TreeMap<>();

    private record Time(long seconds, int nanos) {}

    void put(String key, TarEntry entry) {
        times.put(key, new Time(entry.mtime(), entry.mtimeNanos()));
    }

    /** Of a directory that was removed, with all below it. */
    void forget(String key) {
        times.remove(key);
        // What comes after the slash in ASCII is the zero.
        times.subMap(key + '/', key + '0').clear();
    }

    void apply(Tree tree) throws PosixException {
        for (Map.Entry<String, Time> time : times.entrySet()) {
            DirectoryHandle directory = tree.top().enterAgain();
            try {
                for (RawName name : Names.ofKey(time.getKey())) {
                    DirectoryHandle next = directory.enter(name);
                    directory.close();
                    directory = next;
                }
                directory.mtime(time.getValue().seconds(), time.getValue().nanos());
            } finally {
                directory.close();
            }
        }
    }
}
