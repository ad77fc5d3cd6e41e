package dev.nydusview.scan.receipt;

import java.util.List;

/**
 * Loss of one kind: files that are not unpacked as the image has them.
 *
 * @param kind owner, set_id, xattr, mode, special or unreadable
 * @param files number of files that are affected
 * @param first paths of the first of these files
 */
public record LossEntry(String kind, long files, List<String> first) {
    public LossEntry {
        first = List.copyOf(first);
    }
}
