package dev.nydusview.plugin.exec;

import dev.nydusview.base.SafeText;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Standard error of a plugin, passed on as whole lines with the plugin's name, up to a number of bytes. */
final class PluginOutput extends OutputStream {
    private static final int MAX_LINE = 1 << 12;
    private static final long MAX_BYTES = 1 << 20;

    private final String prefix;
    private final PrintStream out;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long passed;

    PluginOutput(String name, PrintStream out) {
        this.prefix = name + ": ";
        this.out = out;
    }

    @Override
    public synchronized void write(int value) {
        if (value == '\n' || line.size() >= MAX_LINE) {
            print();
        }
        if (value != '\n') {
            line.write(value);
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            write(bytes[i]);
        }
    }

    private void print() {
        if (passed <= MAX_BYTES) {
            passed += line.size();
            String text = passed <= MAX_BYTES ? line.toString(StandardCharsets.UTF_8) : "(further output is not shown)";
            out.println(SafeText.controls(prefix + text));
        }
        line.reset();
    }

    /** Passes on the last line, which has no line feed. */
    @Override
    public synchronized void close() {
        if (line.size() > 0) {
            print();
        }
    }
}
