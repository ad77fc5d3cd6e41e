package dev.nydusview.securitylog;

import com.cloudbees.syslog.Facility;
import com.cloudbees.syslog.SyslogMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/** Writes events as messages of RFC 5424, with the JSON document as the text and the kind as the message's id. */
final class SyslogWriter implements EventWriter {
    /** Length of a document that servers with usual settings do not cut: rsyslog takes messages of 8 KiB. */
    private static final int MAX_DOCUMENT = 7680;

    private static final String PROGRAM = "nydusview";
    private static final int MAX_HOST_NAME = 255;

    private final SyslogTransport transport;
    private final String host = hostName();
    private final String process = Long.toString(ProcessHandle.current().pid());

    SyslogWriter(SyslogTransport transport) {
        this.transport = transport;
    }

    private static String hostName() {
        try {
            String name = InetAddress.getLocalHost().getHostName().replaceAll("[^!-~]", "?");
            return name.isEmpty() ? "-" : name.substring(0, Math.min(name.length(), MAX_HOST_NAME));
        } catch (UnknownHostException e) {
            return "-"; // NILVALUE, RFC 5424 section 6.2.4
        }
    }

    @Override
    public void write(SecurityEvent event) throws IOException {
        transport.send(new SyslogMessage()
                .withFacility(Facility.USER)
                .withSeverity(event.severity().syslog())
                .withTimestamp(event.time().toEpochMilli())
                .withHostname(host)
                .withAppName(PROGRAM)
                .withProcId(process)
                .withMsgId(event.kind())
                .withMsg(new String(event.document(MAX_DOCUMENT), StandardCharsets.UTF_8))
                .toRfc5424SyslogMessage());
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }
}
