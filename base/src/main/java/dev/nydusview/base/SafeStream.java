package dev.nydusview.base;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Passes on text that is safe on a terminal: printable UTF-8 with line feeds and tabs is unchanged; control characters
 * (C0 and C1), characters that change the direction of text, and bytes that are not UTF-8 are escaped. All output for
 * people passes such a stream. Closing it writes the bytes of an unfinished character; the stream below stays open.
 */
public final class SafeStream extends OutputStream {
    private static final int BUFFER = 1 << 13;

    private final OutputStream out;
    private final Function<String, String> escaped;
    private @Nullable Decoding decoding; // made when the first byte comes that is not printable ASCII

    private SafeStream(OutputStream out, Function<String, String> escaped) {
        this.out = out;
        this.escaped = escaped;
    }

    /** Escapes bytes as {@code \xHH}, as {@link SafeText} does. */
    public static SafeStream text(OutputStream out) {
        return new SafeStream(out, SafeText::lines);
    }

    /**
     * Escapes characters as {@code \\uHHHH}: the same JSON, as characters that are to be escaped only stand in strings.
     */
    public static SafeStream json(OutputStream out) {
        return new SafeStream(out, SafeText::json);
    }

    /** A JSON document in UTF-8 as {@link #json(OutputStream)} writes it. */
    public static byte[] json(byte[] document) {
        ByteArrayOutputStream safe = new ByteArrayOutputStream(document.length);
        writeAll(json(safe), document);
        return safe.toByteArray();
    }

    /** {@code bytes} as {@link #text(OutputStream)} writes them. */
    public static String text(byte[] bytes) {
        ByteArrayOutputStream safe = new ByteArrayOutputStream(bytes.length);
        writeAll(text(safe), bytes);
        return safe.toString(StandardCharsets.UTF_8);
    }

    private static void writeAll(SafeStream stream, byte[] bytes) {
        try (stream) {
            stream.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("memory takes everything", e);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        int end = offset + length;
        int at = offset;
        if (decoding == null || decoding.isIdle()) {
            while (at < end && isPlain(from[at])) {
                at++;
            }
            out.write(from, offset, at - offset);
        }
        if (at < end) {
            if (decoding == null) {
                decoding = new Decoding();
            }
            decoding.take(from, at, end - at);
        }
    }

    private static boolean isPlain(byte b) {
        return (b >= ' ' && b < 0x7f) || b == '\n' || b == '\t';
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        if (decoding != null) {
            decoding.end();
        }
        out.flush();
    }

    /** Bytes that are not all ASCII, character by character. */
    private final class Decoding {
        private final CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
        private final CharBuffer text = CharBuffer.allocate(BUFFER);

        /** Tests whether no unfinished character is kept back. */
        boolean isIdle() {
            return bytes.position() == 0;
        }

        void take(byte[] from, int offset, int length) throws IOException {
            int at = offset;
            while (at < offset + length) {
                int count = Math.min(bytes.remaining(), offset + length - at);
                bytes.put(from, at, count);
                at += count;
                decode(false);
            }
        }

        void end() throws IOException {
            decode(true);
            decoder.reset();
        }

        private void decode(boolean end) throws IOException {
            bytes.flip();
            CoderResult result;
            do {
                result = decoder.decode(bytes, text, end);
                writeText();
                if (result.isError()) {
                    writeInvalid(result.length());
                }
            } while (!result.isUnderflow());
            if (end) {
                writeInvalid(bytes.remaining());
            }
            bytes.compact();
        }

        private void writeText() throws IOException {
            String safe = escaped.apply(text.flip().toString());
            text.clear();
            out.write(safe.getBytes(StandardCharsets.UTF_8));
        }

        private void writeInvalid(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                out.write(String.format("\\x%02x", bytes.get()).getBytes(StandardCharsets.US_ASCII));
            }
        }
    }
}
