package dev.nydusview.authz.policy;

import dev.nydusview.authz.docker.ImageName;
import dev.nydusview.authz.docker.Target;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Globs of full names: {@code *} and {@code ?} stand for anything but a slash, {@code **} for anything. One that
 * matches the repository stands for all of its tags and digests.
 */
public final class References {
    private static final String ALL = "**";

    private final List<Pattern> patterns;
    private final boolean areAll;

    public References(List<String> globs) {
        areAll = globs.contains(ALL);
        patterns = globs.stream().map(References::pattern).toList();
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

    /** Whether every image matches. */
    boolean areAll() {
        return areAll;
    }

    boolean matches(Target target) {
        if (target instanceof Target.Remote remote) {
            return matches(remote.name());
        }
        return target instanceof Target.Local local && matches(local.text());
    }

    private boolean matches(ImageName name) {
        return matches(name.repository()) || matches(name.toString());
    }

    private boolean matches(String text) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(text).matches());
    }
}
