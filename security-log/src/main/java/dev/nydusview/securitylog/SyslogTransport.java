package dev.nydusview.securitylog;

import java.io.Closeable;
import java.io.IOException;

/** Carries messages to a syslog server, and connects when the first message comes, and again after a failure. */
interface SyslogTransport extends Closeable {
    /** Sends a message of RFC 5424, framed as the transport demands. */
    void send(String message) throws IOException;
}
