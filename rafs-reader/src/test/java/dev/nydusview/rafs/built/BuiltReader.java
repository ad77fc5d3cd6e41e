package dev.nydusview.rafs.built;

import dev.nydusview.rafs.Inode;
import dev.nydusview.rafs.InodeTree;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.RawName;
import dev.nydusview.rafs.TreeListing;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.rafs.chunk.BlobChunkSource;
import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.testdata.Listing;
import dev.nydusview.testdata.builder.BuiltImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads built images as any other: their tree from the bootstrap, file contents out of their blobs. */
public final class BuiltReader {
    private final RafsImage image;
    private final FileReader files;

    private BuiltReader(RafsImage image, ChunkSource source) {
        this.image = image;
        this.files = new FileReader(image.tree(), source);
    }

    /** Chunk indexes are read from the blobs. */
    public static BuiltReader of(BuiltImage built) throws IOException {
        RafsImage image = RafsImage.open(ByteBuffer.wrap(built.bootstrap()));
        return new BuiltReader(image, new BlobChunkSource(image, new BuiltBlobs(built)));
    }

    /** Chunk indexes are read from files beside the bootstrap. */
    static BuiltReader withMetaFiles(BuiltImage built) throws IOException {
        RafsImage image = RafsImage.open(ByteBuffer.wrap(built.bootstrap()));
        BlobSource blobs = new BuiltBlobs(built);
        return new BuiltReader(image, new MetaFileChunks(image, blobs, built.blobMetaFiles()));
    }

    public RafsImage image() {
        return image;
    }

    InodeTree tree() {
        return image.tree();
    }

    Inode inode(String path) throws IOException {
        Inode inode = tree().inode(tree().root());
        for (String name : path.substring(1).split("/", -1)) {
            RawName raw = RawName.of(name.getBytes(StandardCharsets.ISO_8859_1));
            inode = tree().inode(tree().lookup(inode, raw).orElseThrow());
        }
        return inode;
    }

    byte[] content(String path) throws IOException {
        Inode file = inode(path);
        ByteBuffer content = ByteBuffer.allocate((int) file.size());
        files.read(file, 0, content);
        return content.array();
    }

    /** All that it reports, file contents included. */
    public Listing listing() throws IOException {
        return TreeListing.of(tree(), files);
    }

    List<String> names(String directory) throws IOException {
        List<String> names = new ArrayList<>();
        tree().list(
                        inode(directory),
                        0,
                        entry -> names.add(new String(entry.name().bytes(), StandardCharsets.ISO_8859_1)));
        return names;
    }
}
