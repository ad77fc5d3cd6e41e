package dev.nydusview.securitylog;

import java.io.Closeable;
import java.io.IOException;

/** Writes events to one destination; used by one thread. */
interface EventWriter extends Closeable {
    /** Writes an event whole; after a failure, the same event may be written again. */
    void write(SecurityEvent event) throws IOException;
}
