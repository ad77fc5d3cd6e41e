package dev.nydusview.image.nio;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;

/**
 * Text of paths, which are any bytes: UTF-8, where each byte that is not part of it stands as the lone surrogate U+DC80 to
 * U+DCFF, as {@code surrogateescape} of Python (PEP 383) has it. The text of any bytes leads back to the same bytes.
 */
final class PathText {
    private static final int ESCAPE = 0xdc00;
    private static final int FIRST_ESCAPED = 0xdc80;
    private static final int LAST_ESCAPED = 0xdcff;

    private PathText() {}

    static String of(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        while (decoder.decode(in, out, true).isMalformed()) {
            out.put((char) (ESCAPE + (in.get() & 0xff)));
            decoder.reset();
        }
        return out.flip().toString();
    }

    /**
     * Returns the bytes that {@code text} stands for.
     *
     * @throws InvalidPathException if it has a NUL, or a surrogate that stands for nothing
     */
    static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            if (point == 0) {
                throw new InvalidPathException(text, "NUL in the path", at);
            }
            if (point >= FIRST_ESCAPED && point <= LAST_ESCAPED) {
                bytes.write(point & 0xff);
            } else if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                throw new InvalidPathException(text, "half of a surrogate pair in the path", at);
            } else {
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
            }
            at += Character.charCount(point);
        }
        return bytes.toByteArray();
    }
}
