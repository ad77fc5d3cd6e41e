package dev.nydusview.cli.prompt;

import dev.nydusview.base.SafeText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Shows any bytes on a terminal: text in UTF-8 with its line feeds and tabs stands for itself, every other byte is
 * {@code \xHH}. Close it, as the bytes of an unfinished character are kept back.
 */
final class PrintableStream extends OutputStream {
    private final OutputStream out;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 13);
    private final CharBuffer text = CharBuffer.allocate(1 << 13);

    PrintableStream(OutputStream out) {
        this.out = out;
    }

    /** {@code bytes} as such text. */
    static String text(byte[] bytes) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (PrintableStream printable = new PrintableStream(text)) {
            printable.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("memory takes everything", e);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        int at = offset;
        while (at < offset + length) {
            int count = Math.min(bytes.remaining(), offset + length - at);
            bytes.put(from, at, count);
            at += count;
            decode(false);
        }
    }

    private void decode(boolean end) throws IOException {
        bytes.flip();
        CoderResult result;
        do {
            result = decoder.decode(bytes, text, end);
            writeText();
            if (result.isError()) {
                writeEscaped(result.length());
            }
        } while (!result.isUnderflow());
        if (end) {
            writeEscaped(bytes.remaining());
        }
        bytes.compact();
    }

    private void writeText() throws IOException {
        text.flip();
        StringBuilder safe = new StringBuilder(text.length());
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\t') {
                safe.append(SafeText.controls(text.subSequence(start, i).toString()))
                        .append(c);
                start = i + 1;
            }
        }
        safe.append(SafeText.controls(text.subSequence(start, text.length()).toString()));
        text.clear();
        out.write(safe.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void writeEscaped(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            String escape = "\\x" + HexFormat.of().toHexDigits(bytes.get());
            out.write(escape.getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    /** Writes what was kept back; the stream below stays open. */
    @Override
    public void close() throws IOException {
        decode(true);
        decoder.reset();
        out.flush();
    }
}
