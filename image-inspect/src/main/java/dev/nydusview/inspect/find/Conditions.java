package dev.nydusview.inspect.find;

import static java.util.Objects.requireNonNull;

import dev.nydusview.base.Glob;
import dev.nydusview.base.Glob.Syntax;
import dev.nydusview.base.SafeText;
import dev.nydusview.inspect.chunk.ChunkQuery;
import dev.nydusview.rafs.layout.ChunkInfoLayout;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Xattr;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.walk.FileChunks;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The conditions that take a value, by their names. */
final class Conditions {
    private static final Map<Character, Long> UNITS =
            Map.of((char) 0, 512L, 'b', 512L, 'c', 1L, 'w', 2L, 'k', 1L << 10, 'M', 1L << 20, 'G', 1L << 30);

    private static final Map<String, Function<String, Condition>> BY_NAME = new TreeMap<>(Map.ofEntries(
            Map.entry("name", value -> name(value, false)),
            Map.entry("iname", value -> name(value, true)),
            Map.entry("path", Conditions::path),
            Map.entry("lname", Conditions::target),
            Map.entry("type", Conditions::type),
            Map.entry("perm", Permissions::parse),
            Map.entry("size", Conditions::size),
            Map.entry(
                    "uid",
                    value ->
                            number(value, "-uid", candidate -> candidate.inode().uid())),
            Map.entry(
                    "gid",
                    value ->
                            number(value, "-gid", candidate -> candidate.inode().gid())),
            Map.entry(
                    "links",
                    value -> number(
                            value, "-links", candidate -> candidate.inode().nlink())),
            Map.entry(
                    "inum",
                    value -> number(
                            value, "-inum", candidate -> candidate.inode().number())),
            Map.entry("newermt", Conditions::newer),
            Map.entry("xattr", Conditions::xattr),
            Map.entry("chunk", Conditions::chunk)));

    private Conditions() {}

    /** Tests whether a condition called {@code name} exists. */
    static boolean has(String name) {
        return BY_NAME.containsKey(name);
    }

    static Condition make(String name, String value) {
        Function<String, Condition> test = BY_NAME.get(name);
        if (test == null) {
            throw new IllegalArgumentException("unknown condition -" + name);
        }
        return test.apply(value);
    }

    /** Lists the names, for messages. */
    static String names() {
        return "-" + String.join(" -", BY_NAME.keySet());
    }

    /** Compiles a pattern as users write it: {@code \xHH} is a byte, {@code \\} a backslash, {@code \*} a star. */
    private static Glob glob(String text, boolean ignoreCase) {
        String kept = text.replace("\\\\", "\\\\\\\\"); // unescaping makes two of these four, which stand for one
        byte[] pattern = SafeText.unescape(kept);
        return ignoreCase
                ? Glob.of(pattern, Syntax.BRACKETS, Syntax.ESCAPES, Syntax.IGNORE_CASE)
                : Glob.of(pattern, Syntax.BRACKETS, Syntax.ESCAPES);
    }

    private static Condition name(String pattern, boolean ignoreCase) {
        Glob glob = glob(pattern, ignoreCase);
        return candidate -> glob.matches(
                candidate.path().isRoot()
                        ? new byte[] {'/'}
                        : candidate.path().name().bytes());
    }

    private static Condition path(String pattern) {
        Glob glob = glob(pattern, false);
        return candidate -> glob.matches(absolute(candidate.path()));
    }

    private static byte[] absolute(EntryPath path) {
        byte[] names = path.bytes();
        byte[] absolute = new byte[names.length + 1];
        absolute[0] = '/';
        System.arraycopy(names, 0, absolute, 1, names.length);
        return absolute;
    }

    private static Condition target(String pattern) {
        Glob glob = glob(pattern, false);
        return candidate -> candidate.inode().type() == FileType.SYMLINK
                && glob.matches(
                        candidate.tree().symlinkTarget(candidate.inode()).bytes());
    }

    private static Condition type(String letters) {
        String wanted = letters.replace(",", "").replace('f', '-');
        if (!letters.matches("[fdlbcps](,[fdlbcps])*")) {
            throw new IllegalArgumentException(
                    "-type: '" + letters + "' is not one of f d l b c p s, or several with" + " commas");
        }
        return candidate -> wanted.indexOf(candidate.inode().type().letter()) >= 0;
    }

    /** Compares sizes like find(1): in whole units, rounded up; blocks of 512 bytes if none is given. */
    private static Condition size(String value) {
        Comparison comparison = Comparison.parse(value, "-size", "bcwkMG");
        long unit = requireNonNull(UNITS.get(comparison.unit()));
        return candidate -> comparison.accepts(
                candidate.inode().size() / unit + (candidate.inode().size() % unit == 0 ? 0 : 1));
    }

    private static Condition number(String value, String option, Function<Candidate, Long> property) {
        Comparison comparison = Comparison.parse(value, option, "");
        return candidate -> comparison.accepts(property.apply(candidate));
    }

    private static Condition newer(String value) {
        try {
            Instant time = value.length() == 10 ? Instant.parse(value + "T00:00:00Z") : Instant.parse(value);
            return candidate -> candidate.inode().mtime() > time.getEpochSecond()
                    || (candidate.inode().mtime() == time.getEpochSecond()
                            && candidate.inode().mtimeNanos() > time.getNano());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "-newermt: '" + value + "' is not a time such as 2026-01-31 or 2026-01-31T12:00:00Z", e);
        }
    }

    /** {@code NAME} is a pattern; with {@code =VALUE} the attribute has that value. */
    private static Condition xattr(String text) {
        int equals = text.indexOf('=');
        Glob name = glob(equals < 0 ? text : text.substring(0, equals), false);
        byte @Nullable [] value = equals < 0 ? null : SafeText.unescape(text.substring(equals + 1));
        return candidate -> {
            for (Xattr xattr : candidate.tree().xattrs(candidate.inode())) {
                if (name.matches(xattr.name().bytes()) && (value == null || Arrays.equals(value, xattr.value()))) {
                    return true;
                }
            }
            return false;
        };
    }

    private static Condition chunk(String text) {
        String digest = text.toLowerCase(Locale.ROOT);
        if (!digest.matches("[0-9a-f]{" + ChunkQuery.MIN_DIGITS + ",64}")) {
            throw new IllegalArgumentException(
                    "-chunk: '" + text + "' is not " + ChunkQuery.MIN_DIGITS + " to 64 hexadecimal digits of a digest");
        }
        return candidate -> candidate.inode().isRegular() && hasChunk(candidate, digest);
    }

    private static boolean hasChunk(Candidate candidate, String digest) throws IOException {
        long size = candidate.inode().size();
        long piece = FileChunks.piece(size, ChunkInfoLayout.MAX_CHUNK_SIZE);
        for (long left = size; left > 0; left -= Math.min(piece, left)) {
            for (ChunkRef chunk : candidate.tree().chunks(candidate.inode(), size - left, Math.min(piece, left))) {
                if (!chunk.digest().isZero() && chunk.digest().toString().startsWith(digest)) {
                    return true;
                }
            }
        }
        return false;
    }
}
