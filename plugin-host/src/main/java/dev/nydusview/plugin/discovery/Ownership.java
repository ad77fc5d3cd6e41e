package dev.nydusview.plugin.discovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes sure that nobody but root and this user could have written a plugin, or put another file in its place. */
final class Ownership {
    private static final int OTHERS_WRITE = 0022;
    private static final int STICKY = 01000;

    private Ownership() {}

    /** Why {@code file} is not to be run, in words that say what to do; empty if it may be. */
    static Optional<String> objection(Path file) throws IOException {
        int user = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        Set<Path> chain = new LinkedHashSet<>();
        for (Path end : List.of(file.toAbsolutePath().normalize(), file.toRealPath())) {
            for (Path part = end; part != null; part = part.getParent()) {
                chain.add(part);
            }
        }
        for (Path part : chain) {
            Optional<String> found = objection(part, user);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** In a sticky directory others may add files, but not replace those of somebody else. */
    private static Optional<String> objection(Path part, int user) throws IOException {
        int owner = (int) Files.getAttribute(part, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (owner != 0 && owner != user) {
            return Optional.of("it is not run: " + part + " belongs to user " + owner
                    + ", and so neither to root nor to you (chown it)");
        }
        int mode = (int) Files.getAttribute(part, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        boolean sticky = Files.isDirectory(part, LinkOption.NOFOLLOW_LINKS) && (mode & STICKY) != 0;
        if ((mode & OTHERS_WRITE) != 0 && !sticky && !Files.isSymbolicLink(part)) {
            return Optional.of("it is not run: others may write to " + part + " (chmod go-w it)");
        }
        return Optional.empty();
    }
}
