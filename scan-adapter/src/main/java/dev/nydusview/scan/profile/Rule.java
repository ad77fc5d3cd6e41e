package dev.nydusview.scan.profile;

import dev.nydusview.rafs.model.Inode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Files that a scanner reads, and the parts that it reads of them. Absent members do not restrict.
 *
 * @param paths patterns of which one matches
 * @param except patterns of which none matches
 * @param modeAny permission bits in octal, at least one of which the file has
 * @param minSize bytes that it has at least
 * @param maxSize bytes that it has at most
 * @param fetch part of the file to fetch
 */
record Rule(
        @Nullable List<String> paths,
        @Nullable List<String> except,
        @Nullable String modeAny,
        @Nullable Long minSize,
        @Nullable Long maxSize,
        FilePart fetch) {
    private static final int OCTAL = 8;

    public Rule {
        if (fetch == null) {
            throw new IllegalArgumentException("a rule has no fetch: first, last, ends or whole");
        }
        if (hasNull(paths) || hasNull(except)) {
            throw new IllegalArgumentException("a pattern is null");
        }
    }

    private static boolean hasNull(@Nullable List<String> patterns) {
        return patterns != null && patterns.stream().anyMatch(Objects::isNull);
    }

    /** Returns this rule for files that also match none of {@code patterns}. */
    Rule except(List<String> patterns) {
        List<String> all = new ArrayList<>(patterns);
        if (except != null) {
            all.addAll(except);
        }
        return all.isEmpty() ? this : new Rule(paths, all, modeAny, minSize, maxSize, fetch);
    }

    /** Decides about files; made once a walk. */
    Matcher matcher() {
        return new Matcher(this);
    }

    /** A rule ready for use. */
    static final class Matcher {
        private final Rule rule;
        private final Globs paths;
        private final Globs except;
        private final int modes;

        private Matcher(Rule rule) {
            this.rule = rule;
            this.paths = new Globs(rule.paths == null ? List.of() : rule.paths);
            this.except = new Globs(rule.except == null ? List.of() : rule.except);
            this.modes = rule.modeAny == null ? 0 : octal(rule.modeAny);
        }

        private static int octal(String mode) {
            try {
                return Integer.parseInt(mode, OCTAL);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "modeAny is \"" + mode + "\", not permission bits in octal such as 0111", e);
            }
        }

        boolean matches(String path, Inode file) {
            boolean fits = (modes == 0 || (file.mode() & modes) != 0)
                    && (rule.minSize == null || file.size() >= rule.minSize)
                    && (rule.maxSize == null || file.size() <= rule.maxSize);
            return fits && (paths.isEmpty() || paths.matches(path)) && !except.matches(path);
        }

        FilePart part() {
            return rule.fetch;
        }
    }
}
