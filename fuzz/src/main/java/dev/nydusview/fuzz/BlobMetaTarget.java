package dev.nydusview.fuzz;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.BlobMeta;
import dev.nydusview.rafs.blob.BlobMetaReader;
import dev.nydusview.rafs.blob.ChunkNeighbour;
import dev.nydusview.rafs.layout.ChunkInfoLayout;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.DirEntry;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.StoredForm;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A chunk index beside a sound bootstrap, each of whose chunks is then located. The first byte of an input chooses the
 * golden image, the others are the {@code blob.meta} file.
 */
final class BlobMetaTarget implements Target {
    private static final List<String> KINDS = List.of("v6-zstd-1m", "v6-batch", "v6-zran", "v6-enc-batch");

    private final List<Subject> subjects;

    /** An image, one of its blobs, and the chunks of that. */
    private record Subject(Golden golden, Golden.StoredMeta meta, List<ChunkRef> chunks) {
        BlobInfo blob() {
            return meta.blob();
        }
    }

    BlobMetaTarget() {
        try {
            List<Subject> found = new ArrayList<>();
            for (String kind : KINDS) {
                Golden golden = Golden.of(GoldenImage.of(kind));
                Golden.StoredMeta meta = golden.metas().get(0);
                found.add(new Subject(golden, meta, chunks(golden, meta.blob().index())));
            }
            subjects = List.copyOf(found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<ChunkRef> chunks(Golden golden, int blobIndex) throws IOException {
        RafsImage image = golden.open(golden.bootstrap());
        List<ChunkRef> chunks = new ArrayList<>();
        collect(image.tree(), image.tree().inode(image.tree().root()), chunks);
        return chunks.stream()
                .filter(chunk -> chunk.blobIndex() == blobIndex)
                .distinct()
                .toList();
    }

    private static void collect(InodeTree tree, Inode directory, List<ChunkRef> chunks) throws IOException {
        List<DirEntry> entries = new ArrayList<>();
        tree.list(directory, 0, entries::add);
        for (DirEntry entry : entries) {
            Inode child = tree.child(directory, entry);
            if (child.isDirectory()) {
                collect(tree, child, chunks);
            } else {
                chunks.addAll(tree.chunks(child, 0, child.size()));
            }
        }
    }

    @Override
    public List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (int i = 0; i < subjects.size(); i++) {
            byte[] file = subjects.get(i).golden().unpacked(subjects.get(i).meta());
            seeds.add(
                    ByteBuffer.allocate(1 + file.length).put((byte) i).put(file).array());
        }
        return seeds;
    }

    @Override
    public void run(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        Subject subject = subjects.get((input[0] & 0xff) % subjects.size());
        ByteBuffer file = ByteBuffer.wrap(input, 1, input.length - 1).slice();
        BlobMetaReader reader = new BlobMetaReader(
                Map.of(subject.meta().holder(), file), subject.golden().blobs(), null);
        BlobMeta meta = Objects.requireNonNull(reader.copy(subject.blob()));
        IOException first = null;
        for (ChunkRef chunk : subject.chunks()) {
            try {
                locate(meta, chunk, subject.blob().chunkCount());
            } catch (IOException e) {
                if (Refusal.of(e).isEmpty()) {
                    throw e;
                }
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static void locate(BlobMeta meta, ChunkRef chunk, int chunkCount) throws IOException {
        ChunkLocation location = meta.locate(chunk);
        ImageProbe.check(
                location.offset() >= 0 && location.size() > 0 && location.size() <= ChunkInfoLayout.MAX_STORED_SIZE,
                "a chunk is stored at an impossible place");
        if (location.form() instanceof StoredForm.Shared shared) {
            ImageProbe.check(
                    shared.start() >= 0 && shared.start() <= shared.plainSize() - chunk.size(),
                    "a chunk reaches beyond the batch that it is in");
        }
        for (ChunkNeighbour neighbour : meta.neighbours(chunk)) {
            ImageProbe.check(
                    neighbour.index() >= 0 && neighbour.index() < chunkCount && neighbour.index() != chunk.index(),
                    "a neighbour that is none");
        }
    }
}
