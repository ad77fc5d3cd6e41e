package dev.nydusview.image.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.testdata.builder.Attributes;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of {@link Files} on an image that has one of each. */
class FilesContractTest {
    private static final byte[] LARGE = new byte[300_000];
    private static final Attributes SPECIAL = Attributes.FILE
            .permissions(04750)
            .owner(1000, 4_000_000_000L)
            .mtime(1_600_000_000, 123_456_789)
            .xattr("user.note", "hello")
            .xattr("security.capability", "cap");

    static {
        new Random(1).nextBytes(LARGE);
    }

    @TempDir
    Path directory;

    private FileSystem image;

    @BeforeEach
    void open() throws IOException {
        SourceTree tree = new SourceTree()
                .directory("/etc")
                .file("/etc/passwd", "root:x:0:0\n".getBytes(StandardCharsets.UTF_8))
                .file("/etc/.hidden", new byte[0])
                .file("/etc/large", LARGE)
                .file("/etc/special", new byte[] {1}, SPECIAL)
                .hardLink("/etc/other", "/etc/passwd")
                .directory("/links")
                .symlink("/links/file", "../etc/passwd")
                .symlink("/links/absolute", "/etc")
                .symlink("/links/gone", "nowhere")
                .symlink("/links/loop", "loop")
                .symlink("/links/up", "..")
                .fifo("/pipe", Attributes.FILE)
                .characterDevice("/null", 1, 259, Attributes.FILE);
        image = Images.built(ImageBuilder.v6().chunkSize(4096).build(tree), directory.resolve("image"));
    }

    @AfterEach
    void close() throws IOException {
        image.close();
    }

    private Path path(String text) {
        return image.getPath(text);
    }

    @Test
    void bytesAreRead() throws IOException {
        assertThat(Files.readString(path("/etc/passwd"))).isEqualTo("root:x:0:0\n");
        assertThat(Files.readString(path("links/absolute/../etc/other"))).isEqualTo("root:x:0:0\n");
        assertThat(Files.readAllBytes(path("/etc/large"))).isEqualTo(LARGE);
        assertThat(Files.readAllBytes(path("/etc/.hidden"))).isEmpty();
        assertThat(Files.mismatch(path("/etc/passwd"), path("/links/file"))).isEqualTo(-1);
    }

    @Test
    void channelsAreSeekable() throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(path("/etc/large"))) {
            assertThat(channel.size()).isEqualTo(LARGE.length);
            ByteBuffer buffer = ByteBuffer.allocate(10_000).position(3).limit(8_003);
            channel.position(99_999);
            assertThat(channel.read(buffer)).isEqualTo(8_000);
            assertThat(channel.position()).isEqualTo(107_999);
            assertThat(buffer.position()).isEqualTo(8_003);
            assertThat(buffer.limit()).isEqualTo(8_003);
            assertThat(buffer.flip().position(3)).isEqualTo(ByteBuffer.wrap(LARGE, 99_999, 8_000));
            assertThat(channel.position(LARGE.length - 1).read(buffer.clear())).isEqualTo(1);
            assertThat(channel.read(buffer)).isEqualTo(-1);
            assertThat(channel.position(1L << 50).read(buffer)).isEqualTo(-1);
            assertThatThrownBy(() -> channel.position(-1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> channel.write(buffer)).isInstanceOf(NonWritableChannelException.class);
            assertThatThrownBy(() -> channel.truncate(0)).isInstanceOf(NonWritableChannelException.class);
        }
    }

    @Test
    void whatIsNotARegularFileIsNotOpened() {
        for (String text : List.of("/etc", "/", "/pipe", "/null", "/links/absolute")) {
            assertThatThrownBy(() -> Files.newByteChannel(path(text)))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessage(text + ": is not a regular file");
        }
        assertThatThrownBy(() -> Files.newInputStream(path("/links/file"), LinkOption.NOFOLLOW_LINKS))
                .isInstanceOf(FileSystemException.class);
    }

    @Test
    void whatIsNotThereHasTheTypesOfTheJdk() {
        assertThatThrownBy(() -> Files.size(path("/etc/gone"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> Files.size(path("/links/gone"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> Files.size(path("/links/loop"))).isInstanceOf(FileSystemLoopException.class);
        assertThatThrownBy(() -> Files.size(path("/etc/passwd/x")))
                .isExactlyInstanceOf(FileSystemException.class)
                .hasMessageContaining("not that of a directory");
        assertThatThrownBy(() -> Files.list(path("/etc/passwd"))).isInstanceOf(NotDirectoryException.class);
        assertThatThrownBy(() -> Files.readSymbolicLink(path("/etc"))).isInstanceOf(NotLinkException.class);
        assertThat(Files.exists(path("/links/gone"))).isFalse();
        assertThat(Files.exists(path("/links/gone"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    @Test
    void attributesAreThoseOfTheInode() throws IOException {
        PosixFileAttributes special = Files.readAttributes(path("/etc/special"), PosixFileAttributes.class);
        assertThat(special.lastModifiedTime().toInstant()).isEqualTo(Instant.ofEpochSecond(1_600_000_000, 123_456_789));
        assertThat(special.owner()).hasToString("1000");
        assertThat(special.group().getName()).isEqualTo("4000000000");
        assertThat(PosixFilePermissions.toString(special.permissions())).isEqualTo("rwxr-x---");
        assertThat(special.isRegularFile()).isTrue();
        assertThat(Files.getAttribute(path("/etc/special"), "unix:mode")).isEqualTo(0104750);
        assertThat(Files.getAttribute(path("/null"), "unix:rdev")).isEqualTo(0x100103L);
        assertThat(Files.getAttribute(path("/etc/passwd"), "unix:nlink")).isEqualTo(2);
        assertThat(Files.readAttributes(path("/pipe"), BasicFileAttributes.class)
                        .isOther())
                .isTrue();
        assertThat(Files.readAttributes(path("/links/file"), "size,isSymbolicLink", LinkOption.NOFOLLOW_LINKS))
                .containsEntry("isSymbolicLink", true)
                .containsEntry("size", 13L);
        assertThat(Files.readAttributes(path("/etc"), "*")).hasSize(9);
        assertThatThrownBy(() -> Files.getAttribute(path("/etc"), "unix:nothing"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Files.getAttribute(path("/etc"), "acl:acl"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void ownersAreFoundByNumber() throws IOException {
        var lookup = image.getUserPrincipalLookupService();
        assertThat(Files.getOwner(path("/etc/special"))).isEqualTo(lookup.lookupPrincipalByName("1000"));
        assertThat(Files.readAttributes(path("/etc/special"), PosixFileAttributes.class)
                        .group())
                .isEqualTo(lookup.lookupPrincipalByGroupName("4000000000"));
        for (String name : List.of("root", "", "-1", "4294967296")) {
            assertThatThrownBy(() -> lookup.lookupPrincipalByName(name)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void extendedAttributesAreRead() throws IOException {
        UserDefinedFileAttributeView view =
                Files.getFileAttributeView(path("/etc/special"), UserDefinedFileAttributeView.class);
        assertThat(view.list()).containsExactly("note");
        ByteBuffer value = ByteBuffer.allocate(view.size("note"));
        assertThat(view.read("note", value)).isEqualTo(5);
        assertThat(value.array()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
        assertThatThrownBy(() -> view.read("note", ByteBuffer.allocate(4))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> view.size("gone")).isInstanceOf(FileSystemException.class);
        assertThat(Files.readAttributes(path("/etc/special"), "xattr:*"))
                .containsOnlyKeys("user.note", "security.capability");
        assertThat((byte[]) Files.getAttribute(path("/etc/special"), "user:note"))
                .hasSize(5);
        assertThat(Files.readAttributes(path("/etc"), "xattr:*")).isEmpty();
    }

    @Test
    void accessIsThatOfRoot() throws IOException {
        assertThat(Files.isReadable(path("/etc/special"))).isTrue();
        assertThat(Files.isExecutable(path("/etc/special"))).isTrue();
        assertThat(Files.isExecutable(path("/etc/passwd"))).isFalse();
        assertThat(Files.isWritable(path("/etc/passwd"))).isFalse();
        assertThatThrownBy(() -> image.provider().checkAccess(path("/etc"), AccessMode.WRITE))
                .isInstanceOf(AccessDeniedException.class);
        assertThat(Files.isHidden(path("/etc/.hidden"))).isTrue();
        assertThat(Files.isHidden(path("/"))).isFalse();
    }

    @Test
    void realPathsAndSameFiles() throws IOException {
        assertThat(path("/links/absolute/../links/./file").toRealPath()).isEqualTo(path("/etc/passwd"));
        assertThat(path("links/up/etc").toRealPath()).isEqualTo(path("/etc"));
        assertThat(path("/links/./absolute").toRealPath(LinkOption.NOFOLLOW_LINKS))
                .isEqualTo(path("/links/absolute"));
        assertThat(path("/links/../etc").toRealPath(LinkOption.NOFOLLOW_LINKS)).isEqualTo(path("/etc"));
        assertThat(path("/links/up/../etc").toRealPath(LinkOption.NOFOLLOW_LINKS))
                .isEqualTo(path("/links/up/../etc"));
        assertThatThrownBy(() -> path("/gone").toRealPath()).isInstanceOf(NoSuchFileException.class);
        assertThat(Files.isSameFile(path("/etc/passwd"), path("/links/file"))).isTrue();
        assertThat(Files.isSameFile(path("/etc/passwd"), path("/etc/other"))).isTrue();
        assertThat(Files.isSameFile(path("/etc/passwd"), path("/etc/large"))).isFalse();
        assertThat(Files.isSameFile(path("/etc"), directory)).isFalse();
        assertThat(Files.readAttributes(path("/etc/other"), BasicFileAttributes.class)
                        .fileKey())
                .isEqualTo(Files.readAttributes(path("/etc/passwd"), BasicFileAttributes.class)
                        .fileKey());
    }

    @Test
    void directoryStreamsKeepTheirContract() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(path("etc"), "[!.]*[!d]")) {
            stream.forEach(entry -> names.add(entry.toString()));
            assertThatThrownBy(stream::iterator).isInstanceOf(IllegalStateException.class);
        }
        assertThat(names).containsExactly("etc/large", "etc/other", "etc/special");
        DirectoryStream<Path> closed;
        Iterator<Path> entries;
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(path("/etc"))) {
            closed = stream;
            entries = stream.iterator();
            assertThat(entries.next()).isEqualTo(path("/etc/.hidden"));
        }
        assertThat(entries.hasNext()).isFalse();
        assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(closed::iterator).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void largeDirectoriesAreListedInTheOrderOfBytes() throws IOException {
        SourceTree tree = new SourceTree().directory("/many").directory("/just").directory("/none");
        List<String> names = new ArrayList<>();
        for (int i = 1000; i < 1700; i++) {
            tree.file("/many/" + i, new byte[0]);
            names.add("/many/" + i);
        }
        for (int i = 100; i < 356; i++) {
            tree.file("/just/" + i, new byte[0]);
        }
        try (FileSystem large = Images.built(ImageBuilder.v6().build(tree), directory.resolve("large"));
                Stream<Path> many = Files.list(large.getPath("/many"));
                Stream<Path> just = Files.list(large.getPath("/just"));
                Stream<Path> none = Files.list(large.getPath("/none"))) {
            assertThat(many.map(Path::toString).toList()).isEqualTo(names);
            assertThat(just).hasSize(256);
            assertThat(none).isEmpty();
        }
    }

    @Test
    void treesAreWalkedAndLoopsFound() throws IOException {
        List<String> visited = new ArrayList<>();
        Files.walkFileTree(path("/links"), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                visited.add(file.getFileName() + " " + attributes.isSymbolicLink());
                return FileVisitResult.CONTINUE;
            }
        });
        assertThat(visited).containsExactly("absolute true", "file true", "gone true", "loop true", "up true");
        try (Stream<Path> walk = Files.walk(path("/links"), FileVisitOption.FOLLOW_LINKS)) {
            assertThatThrownBy(walk::toList).hasCauseInstanceOf(FileSystemLoopException.class);
        }
        try (Stream<Path> found = Files.find(path("/"), 9, (file, attributes) -> attributes.isOther())) {
            assertThat(found).containsExactly(path("/null"), path("/pipe"));
        }
    }

    @Test
    void filesAreCopiedToALocalDirectory() throws IOException {
        Path copy = Files.copy(path("/etc/large"), directory.resolve("large"), StandardCopyOption.COPY_ATTRIBUTES);
        assertThat(copy).hasBinaryContent(LARGE);
        assertThat(Files.getLastModifiedTime(copy)).isEqualTo(Files.getLastModifiedTime(path("/etc/large")));
        assertThat(Files.copy(path("/etc"), directory.resolve("etc"))).isEmptyDirectory();
    }

    @Test
    void pathsMatchPatterns() {
        assertThat(matches("glob:*.{java,class}", "A.java", "b.class", "a/A.java", "A.txt"))
                .containsExactly("A.java", "b.class");
        assertThat(matches("glob:/home/**", "/home/a/b", "/home/", "/homes/a")).containsExactly("/home/a/b");
        assertThat(matches("glob:?[!b]?", "abc", "aac", "a/c")).containsExactly("aac");
        assertThat(matches("glob:\\*", "*", "a")).containsExactly("*");
        assertThat(matches("regex:/a+(/b)?", "/aa", "/a/b", "/b")).containsExactly("/aa", "/a/b");
        assertThat(image.getPathMatcher("glob:*").matches(Path.of("a"))).isFalse();
        assertThatThrownBy(() -> image.getPathMatcher("sql:x")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> image.getPathMatcher("x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> image.getPathMatcher("glob:{")).isInstanceOf(IllegalArgumentException.class);
    }

    private List<String> matches(String pattern, String... texts) {
        PathMatcher matcher = image.getPathMatcher(pattern);
        return Stream.of(texts).filter(text -> matcher.matches(path(text))).toList();
    }

    @Test
    void storeIsTheImage() throws IOException {
        FileStore store = Files.getFileStore(path("/etc"));
        assertThat(store.isReadOnly()).isTrue();
        assertThat(store.type()).isEqualTo("nydus");
        assertThat(store.getTotalSpace()).isPositive();
        assertThat(store.getUsableSpace()).isZero();
        assertThat(store.supportsFileAttributeView("unix")).isTrue();
        assertThat(store.supportsFileAttributeView(UserDefinedFileAttributeView.class))
                .isTrue();
        assertThat(store.name()).startsWith("bootstrap:");
        assertThat(image.getFileStores()).hasSize(1);
    }
}
