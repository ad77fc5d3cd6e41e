package dev.nydusview.rafs.path;

import dev.nydusview.base.SafeText;
import dev.nydusview.rafs.model.RawName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A path as users, symbolic links and archives spell it.
 *
 * @param names its components, without empty ones, but with "." and ".."
 * @param absolute whether it begins with a slash
 * @param directory whether it ends with a slash, and so can only mean a directory
 */
public record ImagePath(List<RawName> names, boolean absolute, boolean directory) {
    public ImagePath {
        names = List.copyOf(names);
    }

    /** Splits raw bytes at slashes. */
    public static ImagePath of(byte[] bytes) {
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
        boolean absolute = bytes.length > 0 && bytes[0] == '/';
        return new ImagePath(names, absolute, bytes.length > 0 && bytes[bytes.length - 1] == '/');
    }

    /** Returns the path of a place in the tree. */
    public static ImagePath of(EntryPath path) {
        return new ImagePath(path.names(), true, false);
    }

    /** Returns the path that {@code text} spells, with escapes as {@link SafeText} writes them. */
    public static ImagePath parse(String text) {
        return of(SafeText.unescape(text));
    }

    /** Returns the path that {@code text} spells, from {@code directory} on unless it begins with a slash. */
    public static ImagePath parse(String text, EntryPath directory) {
        ImagePath path = parse(text);
        if (text.startsWith("/") || directory.isRoot()) {
            return path;
        }
        List<RawName> names = new ArrayList<>(directory.names());
        names.addAll(path.names());
        return new ImagePath(names, true, path.directory());
    }

    /** Returns the escaped path of the entry {@code name} of the directory at the escaped path {@code directory}. */
    public static String child(String directory, RawName name) {
        return (directory.endsWith("/") ? directory : directory + "/") + SafeText.escape(name.bytes());
    }

    /** Returns the path from the root, with escapes. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        names.forEach(name -> text.append('/').append(SafeText.escape(name.bytes())));
        return text.isEmpty() ? "/" : text.toString();
    }
}
