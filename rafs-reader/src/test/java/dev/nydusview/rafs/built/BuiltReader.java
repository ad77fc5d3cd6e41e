package dev.nydusview.rafs.built;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.TreeListing;
import dev.nydusview.rafs.blob.BlobMetaReader;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.testdata.Listing;
import dev.nydusview.testdata.builder.BuiltImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads built images like any other: their tree from the bootstrap, file contents out of their blobs. */
public final class BuiltReader {
    private final RafsImage image;
    private final BlobMetaReader metas;
    private final int bootstrapLength;
    private final FileReader files;

    private BuiltReader(BuiltImage built, Map<String, ByteBuffer> metaFiles) throws IOException {
        ByteBuffer bootstrap = ByteBuffer.wrap(built.bootstrap());
        BlobSource blobs = new BuiltBlobs(built);
        this.image = RafsImage.open(bootstrap);
        this.metas = new BlobMetaReader(metaFiles, blobs, image.bootstrapBlob());
        this.bootstrapLength = bootstrap.remaining();
        this.files = new FileReader(image.tree(), new MetaFileChunks(image, blobs, metas));
    }

    /** Makes a reader of chunk indexes in the blobs. */
    public static BuiltReader of(BuiltImage built) throws IOException {
        return new BuiltReader(built, Map.of());
    }

    /** Makes a reader of chunk indexes in files beside the bootstrap. */
    public static BuiltReader withMetaFiles(BuiltImage built) throws IOException {
        return new BuiltReader(built, built.blobMetaFiles());
    }

    /** Makes a reader of chunk indexes in {@code metaFiles}, by blob id. */
    public static BuiltReader withMetaFiles(BuiltImage built, Map<String, ByteBuffer> metaFiles) throws IOException {
        return new BuiltReader(built, metaFiles);
    }

    /** Returns the reader of the chunk indexes. */
    public BlobMetaReader metas() {
        return metas;
    }

    /** Returns the size of the bootstrap, in bytes. */
    public int bootstrapLength() {
        return bootstrapLength;
    }

    public RafsImage image() {
        return image;
    }

    public InodeTree tree() {
        return image.tree();
    }

    public Inode inode(String path) throws IOException {
        Inode inode = tree().inode(tree().root());
        for (String name : path.substring(1).split("/", -1)) {
            RawName raw = RawName.of(name.getBytes(StandardCharsets.ISO_8859_1));
            inode = tree().inode(tree().lookup(inode, raw).orElseThrow());
        }
        return inode;
    }

    public byte[] content(String path) throws IOException {
        Inode file = inode(path);
        ByteBuffer content = ByteBuffer.allocate((int) file.size());
        files.read(file, 0, content);
        return content.array();
    }

    /** Lists all that the reader reports, file contents included. */
    public Listing listing() throws IOException {
        return TreeListing.of(tree(), files);
    }

    public List<String> names(String directory) throws IOException {
        List<String> names = new ArrayList<>();
        tree().list(
                        inode(directory),
                        0,
                        entry -> names.add(new String(entry.name().bytes(), StandardCharsets.ISO_8859_1)));
        return names;
    }
}
