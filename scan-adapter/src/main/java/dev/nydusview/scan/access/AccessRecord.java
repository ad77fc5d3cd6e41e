package dev.nydusview.scan.access;

import dev.nydusview.fuse.AccessListener;
import dev.nydusview.fuse.Caller;
import dev.nydusview.fuse.FileListener;
import dev.nydusview.fuse.ProcessIdentity;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Digest;
import dev.nydusview.rafs.model.Inode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Records which process has read what from a mount. A scanner is started as the leader of a session, so its processes
 * are told by that session, or by their process group if they have made a session of their own.
 */
public final class AccessRecord implements AccessListener {
    private final Map<Integer, UserAccess> users = new ConcurrentHashMap<>();
    private final Map<Long, Set<UserAccess.Opened>> open = new ConcurrentHashMap<>();
    private final Set<Digest> verified = ConcurrentHashMap.newKeySet();
    private final AtomicLong firstFailure = new AtomicLong();
    private final Watch watch;

    /** @param watch receives the progress of the reading */
    public AccessRecord(Watch watch) {
        this.watch = watch;
    }

    /** Watches how far scanners have come. Called on many threads. */
    public interface Watch {
        Watch NONE = new Watch() {};

        /** A part of {@code file} was delivered, from the offset {@code from} up to {@code end}. */
        default void read(UserAccess scanner, Inode file, long from, long end) {}

        /** A chunk was delivered, for a read or a part of one. */
        default void delivered(ChunkRef chunk) {}

        /** Receives the number of stored bytes that were fetched because a scanner asked. */
        default void fetched(long bytes) {}
    }

    @Override
    public FileListener opened(Inode file, Caller caller) {
        return user(caller.process()).opened(file, caller);
    }

    @Override
    public void failed(Caller caller, Throwable cause) {
        user(caller.process())
                .failed(new FailedRead(
                        caller.path(), FailedRead.NO_OFFSET, caller.process().id(), describe(cause)));
    }

    @Override
    public void listed(Caller caller, int bytes) {
        user(caller.process()).listed(caller.path(), bytes);
    }

    private UserAccess user(ProcessIdentity process) {
        UserAccess byGroup = users.get(process.group());
        return byGroup != null ? byGroup : users.computeIfAbsent(process.session(), session -> new UserAccess(this));
    }

    /** Returns the accesses of the session or group that {@code leader} leads. */
    public UserAccess of(int leader) {
        return users.computeIfAbsent(leader, session -> new UserAccess(this));
    }

    /** Returns the accesses of users other than {@code leaders}. */
    public List<UserAccess> othersThan(Set<Integer> leaders) {
        return users.entrySet().stream()
                .filter(user -> !leaders.contains(user.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Returns the time since the first failed read that a process wanted; zero if none has failed. */
    public Duration failedFor() {
        long since = firstFailure.get();
        return since == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
    }

    /** Digests of the chunks that were delivered, of which each was compared with its own. */
    public Set<Digest> verified() {
        return Set.copyOf(verified);
    }

    void open(long inode, UserAccess.Opened opened) {
        open.compute(inode, (number, openers) -> {
            Set<UserAccess.Opened> all = openers == null ? ConcurrentHashMap.newKeySet() : openers;
            all.add(opened);
            return all;
        });
    }

    void close(long inode, UserAccess.Opened opened) {
        open.computeIfPresent(inode, (number, openers) -> {
            openers.remove(opened);
            return openers.isEmpty() ? null : openers;
        });
    }

    /** Records a failure once, for the process that read and for every user that has the file open. */
    void failed(UserAccess.Opened asking, long inode, long offset, int process, Throwable cause) {
        firstFailure.compareAndSet(0, System.nanoTime() | 1);
        Set<UserAccess> told = new HashSet<>(Set.of(asking.user()));
        asking.fail(offset, process, cause);
        for (UserAccess.Opened opened : open.getOrDefault(inode, Set.of())) {
            if (told.add(opened.user())) {
                opened.fail(offset, process, cause);
            }
        }
    }

    void progress(UserAccess scanner, Inode file, long from, long end) {
        watch.read(scanner, file, from, end);
    }

    void fetched(long bytes) {
        watch.fetched(bytes);
    }

    void delivered(ChunkRef chunk) {
        verified.add(chunk.digest());
        watch.delivered(chunk);
    }

    static String describe(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
