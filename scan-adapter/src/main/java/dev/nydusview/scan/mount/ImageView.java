package dev.nydusview.scan.mount;

import dev.nydusview.scan.access.AccessRecord;
import dev.nydusview.scan.access.UserAccess;
import dev.nydusview.scan.image.Losses;
import dev.nydusview.scan.profile.ReadAhead;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An image as programs see it at {@link #root}, and the knowledge about their reads. */
sealed interface ImageView {
    Path root();

    /** Tests whether programs cannot change anything in the image, open any of its devices, or run anything from it. */
    boolean isProtectedMount();

    /**
     * Returns the reasons why the program of the session that {@code leader} leads has not read everything that it
     * requested.
     *
     * @param leaders of all programs: reads of other processes count for each of these
     * @param there whether the mount still existed when they had ended
     */
    List<String> unread(int leader, Set<Integer> leaders, boolean there);

    /** Path of more than {@code bytes} that the program of the session that {@code leader} leads was told of. */
    Optional<String> pathLongerThan(int bytes, int leader);

    default @Nullable AccessRecord record() {
        return null;
    }

    default @Nullable ReadAhead ahead() {
        return null;
    }

    /** A mount point whose image is not open yet. */
    record Empty(Path root) implements ImageView {
        @Override
        public boolean isProtectedMount() {
            return true;
        }

        @Override
        public List<String> unread(int leader, Set<Integer> leaders, boolean there) {
            return List.of();
        }

        @Override
        public Optional<String> pathLongerThan(int bytes, int leader) {
            return Optional.empty();
        }
    }

    /** A mounted image, whose every read is recorded. */
    record Lazy(Path root, AccessRecord record, ReadAhead ahead) implements ImageView {
        @Override
        public boolean isProtectedMount() {
            return true;
        }

        @Override
        public List<String> unread(int leader, Set<Integer> leaders, boolean there) {
            List<String> reasons = new ArrayList<>();
            if (!there) {
                reasons.add("the mount was removed while it was scanned");
            }
            long failed = record.of(leader).failureCount();
            if (failed > 0) {
                reasons.add(failed + (failed == 1 ? " read" : " reads") + " failed");
            }
            long others = record.othersThan(leaders).stream()
                    .mapToLong(UserAccess::failureCount)
                    .sum();
            if (others > 0) {
                reasons.add(others + " reads failed in processes that cannot be attributed to one scanner");
            }
            return reasons;
        }

        @Override
        public Optional<String> pathLongerThan(int bytes, int leader) {
            return record.of(leader).listedBeyond(bytes);
        }
    }

    /** A directory with the unpacked image, whose reads are not recorded. */
    record Unpacked(Path root, Losses losses, boolean isProtectedMount) implements ImageView {
        @Override
        public List<String> unread(int leader, Set<Integer> leaders, boolean there) {
            return losses.problems(root);
        }

        @Override
        public Optional<String> pathLongerThan(int bytes, int leader) {
            return losses.beyond(bytes, root);
        }
    }
}
