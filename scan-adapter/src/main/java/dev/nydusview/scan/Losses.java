package dev.nydusview.scan;

import dev.nydusview.scan.receipt.LossEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * What an unpacked image does not have as the image has it, so that no program can see it.
 *
 * @param kinds all of it
 * @param privileges files without owner, set-ID bits or extended attributes, such as capabilities
 * @param unreadable files and directories that this user may not read
 */
public record Losses(List<LossEntry> kinds, long privileges, long unreadable) {
    /** Nothing. */
    public static final Losses NONE = new Losses(List.of(), 0, 0);

    public Losses {
        kinds = List.copyOf(kinds);
    }

    /** Why no scan of it is complete, in sentences; none if it may be. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (privileges > 0) {
            problems.add("owners and capabilities of " + files(privileges)
                    + " were lost: unpack as root, on a file system that keeps them");
        }
        if (unreadable > 0) {
            problems.add(files(unreadable) + " of the unpacked image cannot be read by this user: scan as root");
        }
        return problems;
    }

    private static String files(long count) {
        return count + (count == 1 ? " file" : " files");
    }
}
