package dev.nydusview.fuse.kernel;

import dev.nydusview.bench.MemoryBlobs;
import dev.nydusview.fuse.ImageFileSystem;
import dev.nydusview.fuse.PathLimit;
import dev.nydusview.fuse.ReadLedger;
import dev.nydusview.fuse.ServeOptions;
import dev.nydusview.fuse.request.ProcessIds;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.chunk.BlobChunkSource;
import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.testdata.builder.Attributes;
import dev.nydusview.testdata.builder.BuiltImage;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Answers requests for metadata as the kernel makes them, without a kernel: from the bytes of one to those of the other. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls open first
public class MetadataBenchmark {
    private static final int ENTRIES = 100;
    private static final String ATTRIBUTE = "user.color";

    @Param({"v5", "v6"})
    public String version = "";

    private MetadataRequests requests;
    private Reply reply;
    private Request lookup;
    private Request absent;
    private Request attributes;
    private Request list;
    private Request target;
    private Request extended;
    private Request noSuchExtended;

    @Setup
    public void open() throws IOException {
        ImageFileSystem fileSystem = fileSystem(image());
        SeenEntries seen = new SeenEntries(fileSystem, false);
        Nodes nodes = new Nodes(fileSystem, seen);
        requests =
                new MetadataRequests(fileSystem, nodes, seen, new PathLimit(Path.of("/mnt/image")), new ProcessIds());
        reply = new Reply(Limits.MAX_READ);
        long directory = fileSystem.lookup(fileSystem.root(), RawName.of("directory"));
        long node = nodes.node(directory);
        long file = nodes.node(fileSystem.lookup(directory, RawName.of("file-050.txt")));
        long link = nodes.node(fileSystem.lookup(fileSystem.root(), RawName.of("link")));
        lookup = named(FuseProtocol.LOOKUP, node, FuseProtocol.IN_SIZE, "file-050.txt");
        absent = named(FuseProtocol.LOOKUP, node, FuseProtocol.IN_SIZE, "file-050.bak");
        attributes = request(FuseProtocol.GETATTR, file);
        list = request(FuseProtocol.READDIRPLUS, node);
        list.buffer().bytes().putInt(FuseProtocol.READ_SIZE, Limits.MAX_READ);
        target = request(FuseProtocol.READLINK, link);
        extended = named(FuseProtocol.GETXATTR, file, FuseProtocol.XATTR_NAME, ATTRIBUTE);
        noSuchExtended = named(FuseProtocol.GETXATTR, file, FuseProtocol.XATTR_NAME, "security.capability");
        answer(list); // so that look-ups find the places of entries, as those after a listing do
    }

    private BuiltImage image() {
        SourceTree tree = new SourceTree().directory("/directory").symlink("/link", "directory/file-050.txt");
        for (int i = 0; i < ENTRIES; i++) {
            String path = "/directory/file-" + Integer.toString(1000 + i).substring(1) + ".txt";
            tree.file(path, path.getBytes(StandardCharsets.US_ASCII), Attributes.FILE.xattr(ATTRIBUTE, "blue"));
        }
        return (version.equals("v5") ? ImageBuilder.v5() : ImageBuilder.v6()).build(tree);
    }

    private static ImageFileSystem fileSystem(BuiltImage built) throws IOException {
        byte[] bootstrap = built.bootstrap();
        RafsImage image = RafsImage.open(
                ByteBuffer.allocateDirect(bootstrap.length).put(bootstrap).flip());
        FileReader reader = new FileReader(image.tree(), new BlobChunkSource(image, new MemoryBlobs(built.blobs())));
        return new ImageFileSystem(image, reader, new ReadLedger(), ServeOptions.DEFAULT);
    }

    private static Request request(int opcode, long node) {
        Request request = new Request();
        ByteBuffer bytes = request.buffer().bytes();
        bytes.putInt(FuseProtocol.IN_OPCODE, opcode)
                .putLong(FuseProtocol.IN_UNIQUE, 2)
                .putLong(FuseProtocol.IN_NODEID, node);
        request.length(FuseProtocol.READ_OPEN_FLAGS);
        return request;
    }

    private static Request named(int opcode, long node, int offset, String name) {
        Request request = request(opcode, node);
        byte[] terminated = (name + "\0").getBytes(StandardCharsets.US_ASCII);
        request.buffer().bytes().put(offset, terminated);
        if (offset == FuseProtocol.XATTR_NAME) {
            request.buffer().bytes().putInt(FuseProtocol.XATTR_SIZE, Limits.PAGE);
        }
        request.length(offset + terminated.length);
        return request;
    }

    private int answer(Request request) throws IOException {
        reply.begin(request.unique());
        requests.write(request, reply);
        return reply.bytes().position();
    }

    /** Looks up again and again in one directory, as the next look-up does for the most part. */
    @Benchmark
    public int lookup() throws IOException {
        return answer(lookup);
    }

    @Benchmark
    public int lookupAbsent() throws IOException {
        return answer(absent);
    }

    @Benchmark
    public int getattr() throws IOException {
        return answer(attributes);
    }

    /** Lists a directory of 100 entries. */
    @Benchmark
    public int readdirplus() throws IOException {
        return answer(list);
    }

    @Benchmark
    public int readlink() throws IOException {
        return answer(target);
    }

    @Benchmark
    public int getxattr() throws IOException {
        return answer(extended);
    }

    /** Asks for an attribute that there is not: the most frequent question of all. */
    @Benchmark
    public int getxattrAbsent() throws IOException {
        try {
            return answer(noSuchExtended);
        } catch (IOException e) {
            return 0;
        }
    }
}
