package dev.nydusview.testdata.builder;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** The digest tree of v5: each inode has the digest of its contents. */
final class V5Digests {
    private final ChunkedTree tree;
    private final Hash hash;
    private final Map<SourceNode, byte[]> known = new HashMap<>();

    V5Digests(ChunkedTree tree, Hash hash) {
        this.tree = tree;
        this.hash = hash;
    }

    byte[] of(SourceNode node) {
        byte[] present = known.get(node);
        if (present == null) {
            present = hash.digest(digested(node));
            known.put(node, present);
        }
        return present;
    }

    private byte[] digested(SourceNode node) {
        ByteSink sink = new ByteSink();
        switch (node.kind()) {
            case DIRECTORY -> node.children().values().forEach(child -> sink.put(of(child)));
            case SYMLINK -> sink.put(node.content());
            case REGULAR ->
                tree.chunksOf(node)
                        .forEach(chunk ->
                                sink.put(HexFormat.of().parseHex(chunk.stored().digest())));
            default -> {}
        }
        return sink.toBytes();
    }
}
