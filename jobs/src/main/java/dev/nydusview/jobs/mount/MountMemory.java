package dev.nydusview.jobs.mount;

import dev.nydusview.image.cache.RepositoryReads;
import dev.nydusview.scan.profile.MountReadAhead;

/** The part of a mount in what is remembered of its repository: it fetches what others have read, and adds its own reads. */
final class MountMemory {
    private final RepositoryReads repository;
    private final MountReadAhead ahead;
    private long written;

    MountMemory(RepositoryReads repository, MountReadAhead ahead) {
        this.repository = repository;
        this.ahead = ahead;
    }

    void begin() {
        ahead.begin(repository::known);
    }

    /** Writes the reads of the mount so far, if there are new ones. */
    synchronized void write() {
        long now = ahead.readsSoFar();
        if (now != written) {
            repository.add(ahead.reads(), written == 0);
            written = now;
        }
    }
}
