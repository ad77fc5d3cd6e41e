package dev.nydusview.scan.receipt;

import java.util.List;

/**
 * Loss of one kind: files whose copies on the disk differ from the image.
 *
 * @param kind owner, set_id, xattr, mode, special or unreadable
 * @param files number of affected files
 * @param first paths of the first of these files
 */
public record LossEntry(String kind, long files, List<String> first) {
    public LossEntry {
        first = List.copyOf(first);
    }
}
