package dev.nydusview.scan.receipt;

import java.util.List;

/**
 * What an unpacked image does not have as the image has it.
 *
 * @param kind owner, set_id, xattr, mode, special or unreadable
 * @param files how many are affected
 * @param first paths of the first of them
 */
public record LossEntry(String kind, long files, List<String> first) {
    public LossEntry {
        first = List.copyOf(first);
    }
}
