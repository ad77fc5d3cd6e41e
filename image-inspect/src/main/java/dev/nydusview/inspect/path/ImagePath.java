package dev.nydusview.inspect.path;

import dev.nydusview.base.SafeText;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.walk.EntryPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A path in an image, from its root, whether it begins with a slash or not.
 *
 * @param names its components, without empty ones
 * @param directory whether it ends with a slash, and so can only mean a directory
 */
public record ImagePath(List<RawName> names, boolean directory) {
    /** The path that {@code text} spells, with escapes as {@link SafeText} writes them. */
    public static ImagePath parse(String text) {
        return of(SafeText.unescape(text));
    }

    /** The path that {@code text} spells, from {@code directory} on unless it begins with a slash. */
    public static ImagePath parse(String text, EntryPath directory) {
        ImagePath path = parse(text);
        if (text.startsWith("/") || directory.isRoot()) {
            return path;
        }
        List<RawName> names = new ArrayList<>(directory.names());
        names.addAll(path.names());
        return new ImagePath(names, path.directory());
    }

    /** The path that raw bytes are, as in the target of a symbolic link. */
    static ImagePath of(byte[] bytes) {
        List<RawName> names = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '/') {
                if (i > start) {
                    names.add(RawName.of(Arrays.copyOfRange(bytes, start, i)));
                }
                start = i + 1;
            }
        }
        return new ImagePath(names, bytes.length > 0 && bytes[bytes.length - 1] == '/');
    }

    /** The escaped path of the entry {@code name} of the directory at the escaped path {@code directory}. */
    public static String child(String directory, RawName name) {
        return (directory.endsWith("/") ? directory : directory + "/") + SafeText.escape(name.bytes());
    }

    /** The path of a place in the tree. */
    public static ImagePath of(EntryPath path) {
        return new ImagePath(path.names(), false);
    }

    /** Absolute, with escapes. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        names.forEach(name -> text.append('/').append(SafeText.escape(name.bytes())));
        return text.isEmpty() ? "/" : text.toString();
    }
}
