package dev.nydusview.base;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Names, which are any bytes, as text that is safe on a terminal and leads back to the same bytes: printable UTF-8
 * stands for itself, a backslash is doubled, and each other byte is {@code \xHH}.
 */
public final class SafeText {
    private static final HexFormat HEX = HexFormat.of();

    private SafeText() {}

    /** The text for {@code name}. */
    public static String escape(byte[] name) {
        if (plain(name)) {
            return new String(name, StandardCharsets.ISO_8859_1);
        }
        StringBuilder text = new StringBuilder(name.length);
        int at = 0;
        while (at < name.length) {
            int length = sequenceLength(name, at);
            String sequence = length == 0 ? "" : decode(name, at, length);
            if (sequence.isEmpty() || !printable(sequence.codePointAt(0))) {
                escapeBytes(name, at, Math.max(1, length), text);
            } else {
                text.append(sequence.equals("\\") ? "\\\\" : sequence);
            }
            at += Math.max(1, length);
        }
        return text.toString();
    }

    /** The bytes that {@code text} stands for; a backslash that begins no escape stands for itself. */
    public static byte[] unescape(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("\\\\", at)) {
                bytes.write('\\');
                at += 2;
            } else if (isHexEscape(text, at)) {
                bytes.write(HexFormat.fromHexDigits(text, at + 2, at + 4));
                at += 4;
            } else {
                int end = text.offsetByCodePoints(at, 1);
                bytes.writeBytes(text.substring(at, end).getBytes(StandardCharsets.UTF_8));
                at = end;
            }
        }
        return bytes.toByteArray();
    }

    /** {@code text} with everything escaped that is not printable; backslashes stay. */
    public static String controls(String text) {
        if (text.codePoints().allMatch(SafeText::printable)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (printable(point)) {
                safe.appendCodePoint(point);
            } else if (point == '\n' || point == '\t') {
                safe.append(' ');
            } else {
                byte[] bytes = Character.toString(point).getBytes(StandardCharsets.UTF_8);
                escapeBytes(bytes, 0, bytes.length, safe);
            }
        });
        return safe.toString();
    }

    private static boolean plain(byte[] name) {
        for (byte b : name) {
            if (b < ' ' || b == '\\' || b == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHexEscape(String text, int at) {
        return text.startsWith("\\x", at)
                && at + 4 <= text.length()
                && HexFormat.isHexDigit(text.charAt(at + 2))
                && HexFormat.isHexDigit(text.charAt(at + 3));
    }

    private static void escapeBytes(byte[] bytes, int from, int length, StringBuilder text) {
        for (int i = from; i < from + length; i++) {
            text.append("\\x").append(HEX.toHexDigits(bytes[i]));
        }
    }

    private static String decode(byte[] bytes, int from, int length) {
        try {
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length));
            return decoded.toString();
        } catch (CharacterCodingException e) {
            return "";
        }
    }

    /** Length that the lead byte announces, 0 if it is none or the sequence is not valid. */
    private static int sequenceLength(byte[] bytes, int at) {
        int lead = bytes[at] & 0xff;
        if (lead < 0x80) {
            return 1;
        }
        int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
        boolean valid = length > 0
                && at + length <= bytes.length
                && !decode(bytes, at, length).isEmpty();
        return valid ? length : 0;
    }

    private static boolean printable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
