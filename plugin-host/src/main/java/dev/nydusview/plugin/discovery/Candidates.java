package dev.nydusview.plugin.discovery;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The executables below a directory: regular files that owner and group may read and run, no links. */
final class Candidates extends SimpleFileVisitor<Path> {
    private static final int MAX = 4096;

    /** Permissions 0550, which the protocol requires. */
    private static final Set<PosixFilePermission> NEEDED = Set.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_EXECUTE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_EXECUTE);

    private final Path root;
    private final @Nullable PathMatcher matcher;
    private final List<Path> found = new ArrayList<>();

    private Candidates(Path root, @Nullable PathMatcher matcher) {
        this.root = root;
        this.matcher = matcher;
    }

    /**
     * Finds the executables below {@code root}, by path.
     *
     * @param glob pattern for their paths relative to {@code root}, in which {@code *} does not cross directories; one
     *     without a leading slash matches in every directory; null for all
     */
    static List<Path> below(Path root, @Nullable String glob) throws IOException {
        Path real = root.toRealPath();
        Candidates candidates = new Candidates(real, glob == null ? null : matcher(glob));
        Files.walkFileTree(real, candidates);
        Collections.sort(candidates.found);
        return candidates.found;
    }

    private static PathMatcher matcher(String glob) {
        String anywhere = glob.startsWith("/") ? glob : "{/,/**/}" + glob;
        return FileSystems.getDefault().getPathMatcher("glob:" + anywhere);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        boolean executable = attributes.isRegularFile()
                && Files.readAttributes(file, PosixFileAttributes.class)
                        .permissions()
                        .containsAll(NEEDED);
        if (executable && (matcher == null || matcher.matches(Path.of("/").resolve(root.relativize(file))))) {
            found.add(file);
            if (found.size() > MAX) {
                throw new IOException("there are more than " + MAX + " executables below " + root
                        + ": this is not a directory of plugins; select executables with a pattern");
            }
        }
        return FileVisitResult.CONTINUE;
    }

    /** Skips directories that this user cannot enter. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        if (file.equals(root)) {
            throw failure;
        }
        return FileVisitResult.CONTINUE;
    }
}
