package dev.nydusview.scan.profile;

import dev.nydusview.base.Glob;
import dev.nydusview.base.Glob.Syntax;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Patterns of paths, without a slash at the front: {@link Glob}s with slashes, any depth and braces. Most are whole
 * paths, last names or endings, which are looked up rather than tried.
 */
final class Globs {
    private static final String ANYWHERE = "**/";

    private final Set<String> paths = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private final List<String> endings = new ArrayList<>();
    private final List<Glob> others = new ArrayList<>();

    /** @throws IllegalArgumentException for a pattern that is not one */
    Globs(List<String> globs) {
        globs.forEach(this::add);
    }

    /** Tests whether {@code text} is a pattern. */
    static boolean isGlob(String text) {
        try {
            new Globs(List.of(text));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void add(String glob) {
        String name = glob.startsWith(ANYWHERE) ? glob.substring(ANYWHERE.length()) : "";
        if (isPlain(glob)) {
            paths.add(glob);
        } else if (!name.isEmpty() && isPlain(name) && name.indexOf('/') < 0) {
            names.add(name);
        } else if (name.startsWith("*") && isPlain(name.substring(1)) && name.indexOf('/') < 0) {
            endings.add(name.substring(1));
        } else {
            others.add(Glob.of(glob, Syntax.SLASHES, Syntax.ANY_DEPTH, Syntax.BRACES));
        }
    }

    private static boolean isPlain(String text) {
        return text.chars().noneMatch(c -> "*?{}[]\\".indexOf(c) >= 0);
    }

    boolean isEmpty() {
        return paths.isEmpty() && names.isEmpty() && endings.isEmpty() && others.isEmpty();
    }

    private boolean matchesOther(String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        return others.stream().anyMatch(glob -> glob.matches(bytes));
    }

    boolean matches(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return paths.contains(path)
                || names.contains(name)
                || endings.stream().anyMatch(name::endsWith)
                || matchesOther(path);
    }
}
