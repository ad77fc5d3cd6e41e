package dev.nydusview.scan.receipt;

import dev.nydusview.scan.access.FailedRead;
import dev.nydusview.scan.access.FileAccess;
import dev.nydusview.scan.access.FileKind;
import dev.nydusview.scan.access.UserAccess;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads of a scanner, and their cost.
 *
 * @param filesOpened files, however often each was opened
 * @param filesRead those of them of which bytes were requested from the mount: the kernel serves repeated reads from
 *     its page cache
 * @param chunks delivered, each counted once
 * @param bytesAsked requested from the mount, including the kernel's read-ahead
 * @param bytesFetched stored bytes that came from the registry because this scanner was the first to request them
 * @param requests ranged requests for them
 * @param amplification fetched bytes for each requested byte; absent if none was requested
 * @param waitedMillis time in which at least one read has waited for the registry
 * @param failedReads failed reads whose bytes a process wanted
 * @param failedAhead failed reads ahead whose bytes no process wanted
 * @param failures the first failed reads
 * @param kinds files by kind
 * @param files that were opened, by path; the first 65,536
 */
public record AccessEntry(
        long filesOpened,
        long filesRead,
        long chunks,
        long bytesAsked,
        long bytesFetched,
        long requests,
        @Nullable Double amplification,
        long waitedMillis,
        long failedReads,
        long failedAhead,
        List<FailedRead> failures,
        List<KindEntry> kinds,
        List<FileEntry> files) {
    private static final int MAX_FILES = 1 << 16;
    private static final int PERMISSIONS = 07777;
    private static final double CENTS = 100;

    public AccessEntry {
        failures = List.copyOf(failures);
        kinds = List.copyOf(kinds);
        files = List.copyOf(files);
    }

    public static AccessEntry of(UserAccess access) {
        Collection<FileAccess> files = access.files();
        Double amplification = access.bytesAsked() == 0
                ? null
                : Math.round(CENTS * access.bytesFetched() / access.bytesAsked()) / CENTS;
        return new AccessEntry(
                files.size(),
                files.stream().filter(FileAccess::wasRead).count(),
                access.chunks(),
                access.bytesAsked(),
                access.bytesFetched(),
                access.requests(),
                amplification,
                access.waitedMillis(),
                access.failureCount(),
                access.failedAhead(),
                access.failures(),
                kinds(files),
                files.stream()
                        .sorted(Comparator.comparing(FileAccess::path))
                        .limit(MAX_FILES)
                        .map(AccessEntry::entry)
                        .toList());
    }

    private static List<KindEntry> kinds(Collection<FileAccess> files) {
        List<KindEntry> kinds = new ArrayList<>();
        for (FileKind kind : FileKind.values()) {
            List<FileAccess> of =
                    files.stream().filter(file -> file.kind() == kind).toList();
            if (!of.isEmpty()) {
                kinds.add(new KindEntry(
                        kind.label(),
                        of.size(),
                        of.stream().filter(FileAccess::wasRead).count(),
                        of.stream().mapToLong(FileAccess::bytes).sum()));
            }
        }
        return kinds;
    }

    private static FileEntry entry(FileAccess file) {
        return new FileEntry(
                file.path(),
                file.inode().size(),
                Integer.toOctalString(file.inode().mode() & PERMISSIONS),
                file.kind().label(),
                file.opens(),
                file.bytes());
    }
}
