package dev.nydusview.testdata.builder;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * The blocks of a directory, "." and ".." sorted among its entries. Each block has its entries, then their names; no
 * name crosses a block.
 */
final class V6Dirents {
    private static final int ENTRY_SIZE = 12;
    private static final int NID = 0;
    private static final int NAME_OFFSET = 8;
    private static final int FILE_TYPE = 10;

    private final SortedMap<String, SourceNode> entries;
    private final List<List<String>> blocks = new ArrayList<>();

    V6Dirents(SourceNode directory, SourceNode parent) {
        entries = new TreeMap<>(directory.children());
        entries.put(".", directory);
        entries.put("..", parent);
        List<String> block = new ArrayList<>();
        for (String name : entries.keySet()) {
            if (length(block) + ENTRY_SIZE + name.length() > V6Writer.BLOCK) {
                blocks.add(block);
                block = new ArrayList<>();
            }
            block.add(name);
        }
        blocks.add(block);
    }

    private static int length(List<String> block) {
        return block.stream().mapToInt(name -> ENTRY_SIZE + name.length()).sum();
    }

    /** Returns the size of the directory in bytes; all blocks are full except the last. */
    int size() {
        int last = blocks.size() - 1;
        return last * V6Writer.BLOCK + length(blocks.get(last));
    }

    byte[] write(ToLongFunction<SourceNode> nids) {
        ByteBuffer directory = ByteSink.record(size());
        for (int i = 0; i < blocks.size(); i++) {
            write(directory, i * V6Writer.BLOCK, blocks.get(i), nids);
        }
        return ByteSink.bytes(directory);
    }

    private void write(ByteBuffer directory, int start, List<String> names, ToLongFunction<SourceNode> nids) {
        int nameOffset = names.size() * ENTRY_SIZE;
        int at = start;
        for (String name : names) {
            SourceNode node = requireNonNull(entries.get(name));
            directory
                    .putLong(at + NID, nids.applyAsLong(node))
                    .putShort(at + NAME_OFFSET, (short) nameOffset)
                    .put(at + FILE_TYPE, (byte) node.kind().direntCode())
                    .put(start + nameOffset, Latin1.bytes(name));
            nameOffset += name.length();
            at += ENTRY_SIZE;
        }
    }
}
