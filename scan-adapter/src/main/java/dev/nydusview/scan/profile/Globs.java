package dev.nydusview.scan.profile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Patterns of paths, without a slash at the front: {@code *} and {@code ?} stand for anything within a name,
 * {@code **} for any names, {@code {a,b}} for one of them. Most are whole paths, last names or endings, which are
 * looked up rather than tried.
 */
final class Globs {
    private static final String ANYWHERE = "**/";

    private final Set<String> paths = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private final List<String> endings = new ArrayList<>();
    private final List<Pattern> others = new ArrayList<>();

    /** @throws IllegalArgumentException for a pattern that is not one */
    Globs(List<String> globs) {
        globs.forEach(this::add);
    }

    /** Whether {@code text} is a pattern. */
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
            others.add(pattern(glob));
        }
    }

    private static boolean isPlain(String text) {
        return text.chars().noneMatch(c -> "*?{}[]\\".indexOf(c) >= 0);
    }

    private static Pattern pattern(String glob) {
        StringBuilder regex = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> {
                    if (glob.startsWith(ANYWHERE, i)) {
                        regex.append("(?:.*/)?");
                        i += ANYWHERE.length() - 1;
                    } else if (glob.startsWith("**", i)) {
                        regex.append(".*");
                        i++;
                    } else {
                        regex.append("[^/]*");
                    }
                }
                case '?' -> regex.append("[^/]");
                case '{' -> {
                    regex.append("(?:");
                    depth++;
                }
                case '}' -> {
                    regex.append(')');
                    depth--;
                }
                case ',' -> regex.append(depth > 0 ? "|" : ",");
                default -> {
                    String whole = Character.toString(glob.codePointAt(i));
                    regex.append(Pattern.quote(whole));
                    i += whole.length() - 1;
                }
            }
        }
        try {
            return Pattern.compile(regex.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("\"" + glob + "\" is not a pattern: its braces do not match", e);
        }
    }

    boolean isEmpty() {
        return paths.isEmpty() && names.isEmpty() && endings.isEmpty() && others.isEmpty();
    }

    boolean matches(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return paths.contains(path)
                || names.contains(name)
                || endings.stream().anyMatch(name::endsWith)
                || others.stream().anyMatch(pattern -> pattern.matcher(path).matches());
    }
}
