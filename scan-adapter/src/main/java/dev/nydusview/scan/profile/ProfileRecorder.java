package dev.nydusview.scan.profile;

import static java.util.Objects.requireNonNull;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.walk.TreeWalk;
import dev.nydusview.scan.access.FileAccess;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Makes a profile from the reads of a scanner. */
public final class ProfileRecorder {
    /**
     * Number of files of one name, all of them read, from which on the rule covers all files of that name in other
     * images, too.
     */
    private static final int MIN_ALIKE = 3;

    private final int chunkSize;
    private final Map<String, Integer> count = new HashMap<>();

    private ProfileRecorder(RafsImage image) {
        this.chunkSize = image.superblock().chunkSize();
        TreeWalk.readable(image.tree(), (path, inode) -> {
            if (inode.isRegular() && inode.size() > 0) {
                count.merge(path.name().toString(), 1, Integer::sum);
            }
            return true;
        });
    }

    /**
     * The profile of a scanner that has read {@code files} of {@code image}: by path, and by name alone where it has
     * read every file of that name.
     */
    public static Profile learn(String name, RafsImage image, Collection<FileAccess> files) {
        return new ProfileRecorder(image).learn(name, files);
    }

    private Profile learn(String name, Collection<FileAccess> files) {
        Map<String, Set<String>> pathsByName = new HashMap<>();
        Map<String, FilePart> parts = new HashMap<>();
        for (FileAccess file : files) {
            if (file.wasRead()) {
                String path = file.path().substring(1);
                pathsByName
                        .computeIfAbsent(lastName(path), none -> new HashSet<>())
                        .add(path);
                parts.put(path, part(file));
            }
        }
        Map<FilePart, Set<String>> patterns = new EnumMap<>(FilePart.class);
        pathsByName.forEach((last, paths) -> {
            Set<FilePart> alike = new HashSet<>(paths.stream().map(parts::get).toList());
            if (paths.size() >= MIN_ALIKE && paths.size() >= count.getOrDefault(last, 0) && isPlain(last)) {
                add(patterns, alike.size() == 1 ? alike.iterator().next() : FilePart.WHOLE, "**/" + last);
            } else {
                paths.forEach(path -> add(patterns, requireNonNull(parts.get(path)), path));
            }
        });
        List<Rule> rules = new ArrayList<>();
        patterns.forEach((part, paths) ->
                rules.add(new Rule(List.copyOf(new ArrayList<>(paths)), null, null, null, null, part)));
        return new Profile(Profile.SCHEMA_VERSION, name, "Recorded from a scan of one image", rules);
    }

    private static void add(Map<FilePart, Set<String>> patterns, FilePart part, String pattern) {
        if (isPlain(pattern.startsWith("**/") ? pattern.substring("**/".length()) : pattern)) {
            patterns.computeIfAbsent(part, none -> new TreeSet<>()).add(pattern);
        }
    }

    private static boolean isPlain(String path) {
        return path.chars().noneMatch(c -> "*?{}[]\\".indexOf(c) >= 0);
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private FilePart part(FileAccess file) {
        long size = file.inode().size();
        if (size <= chunkSize) {
            return FilePart.WHOLE;
        }
        boolean head = file.lowest() < chunkSize;
        boolean tail = file.highest() > (size - 1) / chunkSize * chunkSize;
        if (head && !tail && file.highest() <= chunkSize) {
            return FilePart.FIRST;
        }
        if (!head && tail) {
            return FilePart.LAST;
        }
        return head && tail && file.bytes() < size / 2 ? FilePart.ENDS : FilePart.WHOLE;
    }
}
