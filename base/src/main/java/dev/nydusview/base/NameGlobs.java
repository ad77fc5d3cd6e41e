package dev.nydusview.base;

import java.util.List;
import java.util.regex.Pattern;

/** Globs of full names of images: {@code *} and {@code ?} stand for anything but a slash, {@code **} for anything. */
public final class NameGlobs {
    private static final String ALL = "**";

    private final List<Pattern> patterns;
    private final boolean areAll;

    public NameGlobs(List<String> globs) {
        areAll = globs.contains(ALL);
        patterns = globs.stream().map(NameGlobs::pattern).toList();
    }

    private static Pattern pattern(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (glob.startsWith(ALL, i)) {
                regex.append(".*");
                i++;
            } else if (c == '*' || c == '?') {
                regex.append(c == '*' ? "[^/]*" : "[^/]");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /** Whether every name matches. */
    public boolean areAll() {
        return areAll;
    }

    /** Whether one of them stands for the whole of {@code name}. */
    public boolean match(String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }
}
