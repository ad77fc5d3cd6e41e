package dev.nydusview.image.cache;

import dev.nydusview.rafs.path.FileStretches;
import java.util.List;

/**
 * Memory of the files that were read of the images of one repository, whatever their tags.
 *
 * @param repository with its registry, such as {@code host/name}
 */
public record RepositoryReads(RememberedReads memory, String repository) {
    /** Returns the files that were read before, those of the latest mount first, in the order of their first reads. */
    public List<FileStretches> known() {
        return memory.known(repository);
    }

    /**
     * Adds files that a mount has read so far, in the order of their first reads.
     *
     * @param first whether the mount adds for the first time, which makes what others have read older
     */
    public void add(List<FileStretches> read, boolean first) {
        memory.add(repository, read, first);
    }
}
