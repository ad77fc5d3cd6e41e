package dev.nydusview.image.nio;

import dev.nydusview.registry.ref.SourceUri;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A URI of a file in an image: {@code nydus:SOURCE!/PATH}. Slashes before a registry's name are optional, as in
 * {@code nydus://HOST/NAME:TAG!/PATH}. Bytes that URIs do not take are percent-encoded, and in a source "!", too.
 *
 * @param source in its canonical form
 * @param path bytes of the absolute path; a slash if the URI names the image only
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record NydusUri(String source, byte[] path) {
    static final String SCHEME = "nydus";

    private static final String SEPARATOR = "!/";
    private static final String IN_SOURCES = "-._~/:@+=,[]";
    private static final String IN_PATHS = "-._~/:@+=,!$&'()*;";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /**
     * Reads a URI.
     *
     * @throws IllegalArgumentException if it is not the URI of an image
     */
    static NydusUri parse(URI uri) {
        if (!SCHEME.equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException("the scheme of " + uri + " is not " + SCHEME);
        }
        String rest = uri.getRawSchemeSpecificPart();
        if (rest.indexOf('?') >= 0 || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(uri + " has a query or fragment: write ? as %3F and # as %23");
        }
        int separator = rest.indexOf(SEPARATOR);
        String source = separator < 0 ? rest.replaceFirst("!$", "") : rest.substring(0, separator);
        String path = separator < 0 ? "/" : rest.substring(separator + 1);
        String text = new String(decoded(source), StandardCharsets.UTF_8);
        return new NydusUri(canonical(text.startsWith("//") ? text.substring(2) : text), decoded(path));
    }

    /** Returns the one way to write {@code source}: references in full, paths of layouts and files absolute. */
    static String canonical(String source) {
        SourceUri parsed = SourceUri.parse(source);
        if (parsed instanceof SourceUri.Layout layout) {
            return new SourceUri.Layout(layout.directory().toAbsolutePath().normalize(), layout.tag()).toString();
        }
        if (parsed instanceof SourceUri.Stored stored) {
            return new SourceUri.Stored(
                            stored.form(), stored.path().toAbsolutePath().normalize(), stored.name())
                    .toString();
        }
        if (parsed instanceof SourceUri.Bootstrap bootstrap) {
            return new SourceUri.Bootstrap(bootstrap.file().toAbsolutePath().normalize()).toString();
        }
        return parsed.toString();
    }

    URI uri() {
        return URI.create(SCHEME + ":" + encoded(source.getBytes(StandardCharsets.UTF_8), IN_SOURCES) + "!"
                + encoded(path, IN_PATHS));
    }

    private static String encoded(byte[] bytes, String plain) {
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            char c = (char) (b & 0xff);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (letter || plain.indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append('%').append(HEX.toHexDigits(b));
            }
        }
        return text.toString();
    }

    /** Decodes escapes, which {@link URI} has seen to be well formed; other characters are their UTF-8. */
    private static byte[] decoded(String raw) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        int at = 0;
        while (at < raw.length()) {
            int next = raw.offsetByCodePoints(at, 1);
            if (raw.charAt(at) == '%') {
                next = at + 3;
                bytes.write(HexFormat.fromHexDigits(raw, at + 1, next));
            } else {
                bytes.writeBytes(raw.substring(at, next).getBytes(StandardCharsets.UTF_8));
            }
            at = next;
        }
        return bytes.toByteArray();
    }
}
