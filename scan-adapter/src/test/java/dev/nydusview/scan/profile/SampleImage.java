package dev.nydusview.scan.profile;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.BlobMetaReader;
import dev.nydusview.rafs.built.BuiltBlobs;
import dev.nydusview.rafs.chunk.ChunkLocator;
import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafs.chunk.ImageChunkLocator;
import dev.nydusview.rafs.chunk.OpenImage;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.walk.TreeWalk;
import dev.nydusview.testdata.builder.Attributes;
import dev.nydusview.testdata.builder.BuiltImage;
import dev.nydusview.testdata.builder.Compression;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An image whose files do not share chunks, so that each chunk identifies its file. */
final class SampleImage {
    static final int CHUNK = 4096;

    private final RafsImage image;
    private final ChunkLocator locator;
    private final Map<String, Inode> files = new TreeMap<>();
    private final Map<String, String> places = new HashMap<>();

    private SampleImage(BuiltImage built) throws IOException {
        image = RafsImage.open(ByteBuffer.wrap(built.bootstrap()));
        locator = new ImageChunkLocator(
                image, new BlobMetaReader(Map.of(), new BuiltBlobs(built), image.bootstrapBlob()));
        TreeWalk.readable(image.tree(), (path, inode) -> {
            if (inode.isRegular()) {
                files.put(path.names().stream().map(String::valueOf).collect(Collectors.joining("/")), inode);
            }
            return true;
        });
        for (Map.Entry<String, Inode> file : files.entrySet()) {
            for (ChunkRef chunk :
                    image.tree().chunks(file.getValue(), 0, file.getValue().size())) {
                places.put(key(chunk), file.getKey() + " " + chunk.fileOffset() / CHUNK);
            }
        }
    }

    private static String key(ChunkRef chunk) {
        return chunk.blobIndex() + "/" + chunk.index();
    }

    /** @param more paths of further files in the directories that there are */
    static SampleImage of(ImageBuilder<?> builder, String... more) throws IOException {
        SourceTree tree = new SourceTree()
                .directory("/bin")
                .directory("/etc")
                .directory("/usr")
                .directory("/usr/share");
        file(tree, "/bin/tool", 5 * CHUNK, 0755);
        file(tree, "/bin/small", 10, 0755);
        file(tree, "/etc/conf", 100, 0644);
        file(tree, "/etc/empty", 0, 0644);
        file(tree, "/usr/share/a.json", 2 * CHUNK, 0644);
        file(tree, "/usr/share/b.json", 3 * CHUNK + 1, 0644);
        file(tree, "/usr/share/text", 4 * CHUNK, 0600);
        tree.symlink("/usr/share/link.json", "a.json");
        for (String path : more) {
            file(tree, path, 100, 0644);
        }
        return new SampleImage(
                builder.chunkSize(CHUNK).compression(Compression.NONE).build(tree));
    }

    /** Returns an image with one file, {@code large}, of {@code size} bytes in chunks of one MiB. */
    static SampleImage large(int size) throws IOException {
        SourceTree tree = new SourceTree();
        file(tree, "/large", size, 0644);
        return new SampleImage(ImageBuilder.v6()
                .chunkSize(1 << 20)
                .compression(Compression.NONE)
                .build(tree));
    }

    private static void file(SourceTree tree, String path, int size, int permissions) {
        byte[] content = new byte[size];
        new Random(path.hashCode()).nextBytes(content);
        tree.file(path, content, Attributes.FILE.permissions(permissions));
    }

    /** Returns the chunks of a file. */
    List<ChunkRef> chunks(String path) {
        Inode file = file(path);
        try {
            return image.tree().chunks(file, 0, file.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns where a chunk is stored. */
    ChunkLocation location(ChunkRef chunk) {
        try {
            return locator.locate(chunk);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RafsImage image() {
        return image;
    }

    ChunkLocator locator() {
        return locator;
    }

    /** Returns the image with chunks from {@code source}. */
    OpenImage open(ChunkSource source) {
        return new Opened(image, new FileReader(image.tree(), source), source, locator);
    }

    private record Opened(RafsImage rafs, FileReader files, ChunkSource chunks, ChunkLocator locator)
            implements OpenImage {}

    Inode file(String path) {
        return files.get(path);
    }

    /** Returns the paths of all files, in order. */
    List<String> paths() {
        return List.copyOf(files.keySet());
    }

    /** Returns each chunk as the path of its file and its number in the file. */
    List<String> places(List<ChunkRef> chunks) {
        return new ArrayList<>(chunks.stream()
                .map(chunk -> places.getOrDefault(key(chunk), "?"))
                .toList());
    }

    List<String> allPlaces() {
        return places.values().stream().sorted().toList();
    }
}
