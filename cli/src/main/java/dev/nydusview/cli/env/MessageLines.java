package dev.nydusview.cli.env;

import dev.nydusview.base.SafeStream;
import dev.nydusview.cli.log.LogEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;

/** Bytes of text on their way to standard error: escaped, or a JSON event for each line. Safe for concurrent use. */
final class MessageLines extends OutputStream {
    /** Bytes after which a line without an end becomes an event, as programs may write anything. */
    private static final int MAX_LINE = 1 << 16;

    private static final String OWN = "nydusview: ";

    private final PrintStream out;
    private final SafeStream text;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean json;

    MessageLines(PrintStream out) {
        this.out = out;
        this.text = SafeStream.text(out);
    }

    synchronized void json() {
        json = true;
    }

    synchronized boolean isJson() {
        return json;
    }

    /** Prints an event as a line of JSON. */
    synchronized void put(LogEvent event) {
        byte[] bytes = event.line();
        out.write(bytes, 0, bytes.length);
        out.flush();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (!json) {
            text.write(bytes, offset, length);
            return;
        }
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n') {
                endLine();
            } else {
                line.write(bytes[i]);
                if (line.size() >= MAX_LINE) {
                    endLine();
                }
            }
        }
    }

    private void endLine() {
        String message = SafeStream.text(line.toByteArray());
        line.reset();
        if (!message.isBlank()) {
            put(LogEvent.now("info", message.startsWith(OWN) ? message.substring(OWN.length()) : message, Map.of()));
        }
    }

    @Override
    public void flush() throws IOException {
        text.flush();
    }

    @Override
    public synchronized void close() throws IOException {
        if (line.size() > 0) {
            endLine();
        }
        text.close();
    }
}
