package dev.nydusview.scan.image;

import dev.nydusview.rafs.path.FileStretches;
import java.util.List;

/** Memory of the files that were read of an image's repository, in the order of their first reads. */
public interface ReadMemory {
    /** Memory of an image that is of no repository, or without a cache. */
    ReadMemory NONE = new ReadMemory() {
        @Override
        public List<FileStretches> known() {
            return List.of();
        }

        @Override
        public void add(List<FileStretches> read) {}
    };

    /** Returns the files that were read before, the latest first. */
    List<FileStretches> known();

    /** Adds files that a scan has read. */
    void add(List<FileStretches> read);
}
