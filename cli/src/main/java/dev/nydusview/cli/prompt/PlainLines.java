package dev.nydusview.cli.prompt;

import dev.nydusview.base.SafeStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Lines of any bytes; bytes that are not text become escapes, as in paths. */
final class PlainLines {
    /** Length beyond that of any request, so that input without line feeds takes bounded memory. */
    static final int MAX_LENGTH = 1 << 16;

    private final InputStream in;

    PlainLines(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /** The next line without its end; null at the end of input. */
    @Nullable
    String next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = in.read();
        if (b < 0) {
            return null;
        }
        while (b >= 0 && b != '\n') {
            if (line.size() == MAX_LENGTH) {
                throw new IOException("a line of the input is longer than " + MAX_LENGTH + " bytes");
            }
            line.write(b);
            b = in.read();
        }
        byte[] bytes = line.toByteArray();
        int length = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        return SafeStream.text(Arrays.copyOf(bytes, length));
    }
}
