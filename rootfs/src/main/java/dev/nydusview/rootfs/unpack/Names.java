package dev.nydusview.rootfs.unpack;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.SafeText;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.path.ImagePath;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Paths as archives and symbolic links spell them, and as keys: bytes as characters, each name after a slash. */
final class Names {
    private static final int NAME_MAX = 255;

    private Names() {}

    /** Splits {@code path} at slashes; leaves out empty names and ".". */
    static List<RawName> split(RawName path) {
        return ImagePath.of(path.bytes()).names().stream()
                .filter(name -> !name.equals(RawName.DOT))
                .toList();
    }

    /** Splits the path of an entry, which starts at the top of the image whether it begins with a slash or not. */
    static List<RawName> ofEntry(RawName path, int maxLength) throws CorruptDataException, UnsupportedFeatureException {
        checkLength(path, maxLength);
        List<RawName> names = split(path);
        for (RawName name : names) {
            if (name.equals(RawName.DOT_DOT)) {
                throw new CorruptDataException("the path " + shown(path) + " leads upwards");
            }
            if (name.length() > NAME_MAX) {
                throw new CorruptDataException(
                        "the path " + shown(path) + " has a name longer than " + NAME_MAX + " bytes");
            }
        }
        return names;
    }

    private static void checkLength(RawName path, int maxLength) throws UnsupportedFeatureException {
        if (path.length() > maxLength) {
            throw new UnsupportedFeatureException("the path " + shown(path) + " has " + path.length()
                    + " bytes, but at most " + maxLength
                    + " fit below the cache directory: choose a shorter --cache-dir");
        }
    }

    /** Returns {@code key}; throws if its path is too long. */
    static String checked(String key, int maxLength) throws UnsupportedFeatureException {
        if (key.length() > maxLength) {
            checkLength(RawName.of(key.getBytes(StandardCharsets.ISO_8859_1)), maxLength);
        }
        return key;
    }

    static String key(List<RawName> names) {
        StringBuilder key = new StringBuilder();
        names.forEach(name -> key.append(below("", name)));
        return key.toString();
    }

    static String below(String key, RawName name) {
        return key + '/' + new String(name.bytes(), StandardCharsets.ISO_8859_1);
    }

    static List<RawName> ofKey(String key) {
        return split(RawName.of(key.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Returns the path for messages: at most a line, without control sequences. */
    static String shown(RawName path) {
        return SafeText.shortened(path.bytes(), 200);
    }
}
