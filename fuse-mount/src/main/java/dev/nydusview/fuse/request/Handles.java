package dev.nydusview.fuse.request;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Open files or directories, by the numbers that the kernel knows them by. */
public final class Handles<T> {
    private final Map<Long, T> open = new ConcurrentHashMap<>();
    private final AtomicLong next = new AtomicLong(1);

    /** Returns the number of {@code opened}. */
    public long add(T opened) {
        long handle = next.getAndIncrement();
        open.put(handle, opened);
        return handle;
    }

    public T get(long handle) throws IOException {
        T opened = open.get(handle);
        if (opened == null) {
            throw new IOException("handle " + handle + " is not open");
        }
        return opened;
    }

    /** Closes a handle, and returns its value. */
    public T remove(long handle) throws IOException {
        T opened = get(handle);
        open.remove(handle);
        return opened;
    }
}
