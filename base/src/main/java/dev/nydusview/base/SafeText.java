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
    private static final int REPLACEMENT = 0xfffd;

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

    /** {@code text} in one line with everything escaped that is not printable; backslashes stay. */
    public static String controls(String text) {
        return escaped(text, (point, safe) -> {
            if (point == '\n' || point == '\t') {
                safe.append(' ');
            } else {
                appendBytes(point, safe);
            }
        });
    }

    /** {@code text} with everything escaped that is not printable but line feeds and tabs; backslashes stay. */
    public static String lines(String text) {
        return escaped(text, (point, safe) -> {
            if (point == '\n' || point == '\t') {
                safe.appendCodePoint(point);
            } else {
                appendBytes(point, safe);
            }
        });
    }

    /** Text of a JSON document with the same escaped as {@code \\uHHHH}, which means the same in its strings. */
    static String json(String text) {
        return escaped(text, (point, safe) -> {
            if (point == '\n' || point == '\t' || point == '\r') {
                safe.appendCodePoint(point);
            } else {
                for (char unit : Character.toChars(point)) {
                    safe.append(String.format("\\u%04x", (int) unit));
                }
            }
        });
    }

    /** {@link #controls} of the first {@code max} characters of {@code text}, with dots for the rest. */
    public static String shortened(String text, int max) {
        String cut = cut(text, max);
        return cut.length() == text.length() ? controls(text) : controls(cut) + "...";
    }

    /** Escapes a name as {@link #escape} does, cut to {@code max} characters and three dots. */
    public static String shortened(byte[] name, int max) {
        String text = escape(name);
        return text.length() <= max ? text : cut(text, max) + "...";
    }

    /**
     * Cuts {@code text} to at most {@code max} characters, with an ellipsis for the rest. Halves of surrogate pairs,
     * which are not characters, are replaced: the result can be stored and encoded, but is not safe to print.
     */
    public static String fit(String text, int max) {
        String cut = cut(text, max);
        StringBuilder fit = new StringBuilder(cut.length() + 1);
        cut.codePoints().forEach(point -> fit.appendCodePoint(isSurrogate(point) ? REPLACEMENT : point));
        return cut.length() == text.length()
                ? fit.toString()
                : fit.append('\u2026').toString();
    }

    /** Tests whether all of {@code text} is printable, so that {@link #controls} leaves it unchanged. */
    public static boolean isPrintable(String text) {
        return text.codePoints().allMatch(SafeText::printable);
    }

    /**
     * Tells whether {@code text} has characters that no name or sentence needs: control characters, separators of
     * lines, and those that turn the direction of writing. Others that are not printable join letters in some scripts.
     */
    public static boolean hasControls(String text) {
        return text.codePoints().anyMatch(point -> switch (Character.getType(point)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> isBidiControl(point);
        });
    }

    private static boolean isBidiControl(int point) {
        return switch (Character.getDirectionality(point)) {
            case Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING,
                    Character.DIRECTIONALITY_LEFT_TO_RIGHT_OVERRIDE,
                    Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_EMBEDDING,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE,
                    Character.DIRECTIONALITY_FIRST_STRONG_ISOLATE,
                    Character.DIRECTIONALITY_POP_DIRECTIONAL_FORMAT,
                    Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE -> true;
            default -> false;
        };
    }

    private static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        boolean inPair = max > 0 && Character.isHighSurrogate(text.charAt(max - 1));
        return text.substring(0, inPair ? max - 1 : max);
    }

    private static boolean isSurrogate(int point) {
        return Character.getType(point) == Character.SURROGATE;
    }

    private interface Escape {
        void append(int point, StringBuilder safe);
    }

    private static String escaped(String text, Escape escape) {
        if (isPrintable(text)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (printable(point)) {
                safe.appendCodePoint(point);
            } else {
                escape.append(point, safe);
            }
        });
        return safe.toString();
    }

    private static void appendBytes(int point, StringBuilder safe) {
        byte[] bytes =
                Character.toString(isSurrogate(point) ? REPLACEMENT : point).getBytes(StandardCharsets.UTF_8);
        escapeBytes(bytes, 0, bytes.length, safe);
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
