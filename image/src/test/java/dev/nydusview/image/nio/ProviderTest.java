package dev.nydusview.image.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.image.ImageLibrary;
import dev.nydusview.image.access.LibrarySettings;
import dev.nydusview.image.sample.SampleAccess;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.TestData;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The provider, as {@link FileSystems} and {@link Path#of(URI)} reach it. */
class ProviderTest {
    private static final URI DEMO = URI.create("nydus:oci:" + TestData.demoLayout() + ":nydus-v6!/");

    @TempDir
    Path directory;

    private static Map<String, Object> settings(Object... more) {
        Map<String, Object> settings = new HashMap<>(Map.of("access", SampleAccess.plain()));
        for (int i = 0; i < more.length; i += 2) {
            settings.put((String) more[i], more[i + 1]);
        }
        return settings;
    }

    @Test
    void providerIsInstalled() {
        assertThat(FileSystemProvider.installedProviders())
                .filteredOn(provider -> provider.getScheme().equals("nydus"))
                .singleElement()
                .isInstanceOf(NydusFileSystemProvider.class);
    }

    @Test
    void fileSystemIsFoundByItsUriWhileItIsOpen() throws IOException {
        assertThatThrownBy(() -> Path.of(DEMO)).isInstanceOf(FileSystemNotFoundException.class);
        try (FileSystem image = FileSystems.newFileSystem(DEMO, settings())) {
            assertThat(FileSystems.getFileSystem(DEMO)).isSameAs(image);
            Path file = Path.of(URI.create(DEMO + "etc/os-release"));
            assertThat(file).isEqualTo(image.getPath("/etc/os-release"));
            assertThat(Files.readString(file)).contains("Debian");
            assertThat(file.toUri()).hasToString(DEMO + "etc/os-release");
            assertThat(image).hasToString(DEMO.toString());
            assertThatThrownBy(() -> FileSystems.newFileSystem(DEMO, settings()))
                    .isInstanceOf(FileSystemAlreadyExistsException.class);
        }
        assertThatThrownBy(() -> FileSystems.getFileSystem(DEMO)).isInstanceOf(FileSystemNotFoundException.class);
        FileSystems.newFileSystem(DEMO, settings()).close();
    }

    @Test
    void urisLeadBackToTheirPaths() throws IOException {
        GoldenImage golden = GoldenImage.of("v5-none-sha256");
        Path place = Files.createDirectories(directory.resolve("with space!/100%"));
        Path bootstrap = Files.copy(golden.bootstrap(), place.resolve("boot#1?"));
        URI uri = new NydusUri(NydusUri.canonical("bootstrap:" + bootstrap), new byte[] {'/'}).uri();
        try (FileSystem image = FileSystems.newFileSystem(uri, settings("blobs", golden.blobs()));
                var walk = Files.walk(image.getPath("/"))) {
            assertThat(walk.toList()).hasSizeGreaterThan(100).allSatisfy(path -> {
                assertThat(Path.of(path.toUri())).isEqualTo(path);
                assertThat(image.getPath(path.toString())).isEqualTo(path);
                assertThat(URI.create(path.toUri().toString())).isEqualTo(path.toUri());
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nydus:REGISTRY/UPPER:tag!/",
                "nydus:http://example.com/x!/",
                "nydus:example.com/app?x!/",
                "nydus:example.com/app:1!/etc",
                "nydus:example.com/app:1!/#fragment",
                "nydus:oci:!/",
                "nydus:!/"
            })
    void malformedUrisAreRefused(String uri) {
        assertThatThrownBy(() -> FileSystems.newFileSystem(URI.create(uri), settings()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sourceThatIsNotThereFailsAsTheLibraryDoes() {
        URI gone = URI.create("nydus:bootstrap:" + directory.resolve("gone") + "!/");
        assertThatThrownBy(() -> FileSystems.newFileSystem(gone, settings())).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> FileSystems.getFileSystem(gone)).isInstanceOf(FileSystemNotFoundException.class);
    }

    @Test
    void settingsAreChecked() throws IOException {
        try (ImageLibrary library = ImageLibrary.open(LibrarySettings.UNCACHED)) {
            for (Map<String, Object> wrong : List.of(
                    settings("cahce", directory),
                    settings("platform", 1),
                    settings("access", "anonymous"),
                    settings("library", library, "cache", directory))) {
                assertThatThrownBy(() -> FileSystems.newFileSystem(DEMO, wrong))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            try (FileSystem image = FileSystems.newFileSystem(DEMO, settings("library", library))) {
                assertThat(Files.isDirectory(image.getPath("/etc"))).isTrue();
            }
            try (FileSystem image = NydusFileSystems.open(
                            library, "oci:" + TestData.demoLayout() + ":nydus-v6", SampleAccess.plain());
                    FileSystem same = NydusFileSystems.open(
                            library, "oci:" + TestData.demoLayout() + ":nydus-v6", SampleAccess.plain())) {
                assertThat(image.getPath("/etc")).isNotEqualTo(same.getPath("/etc"));
                assertThat(image.provider()).isSameAs(same.provider());
                assertThat(Files.mismatch(image.getPath("/etc/passwd"), same.getPath("/etc/passwd")))
                        .isEqualTo(-1);
            }
        }
    }

    @Test
    void plainImageIsNotReplacedUnlessAsked() {
        URI plain = URI.create("nydus:oci:" + TestData.misplacedLayout() + ":oci!/");
        assertThatThrownBy(() -> FileSystems.newFileSystem(plain, Map.of("platform", "linux/amd64")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("twin");
    }

    @Test
    void closedFileSystemAnswersNothing() throws IOException {
        FileSystem image = Images.golden("v6-none-sha256");
        Path root = image.getPath("/");
        SeekableByteChannel channel = Files.newByteChannel(image.getPath("/data/t200000"));
        image.close();
        image.close();
        assertThat(image.isOpen()).isFalse();
        assertThat(root.resolve("etc")).hasToString("/etc");
        assertThat(channel.isOpen()).isFalse();
        assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);
        for (ThrowingCallable question : List.<ThrowingCallable>of(
                () -> Files.size(root),
                () -> Files.list(root),
                () -> Files.newInputStream(root),
                () -> Files.readSymbolicLink(root),
                () -> Files.getFileStore(root),
                () -> Files.readAttributes(root, "xattr:*"),
                () -> Files.isReadable(root),
                root::toRealPath,
                image::getRootDirectories,
                image::getFileStores)) {
            assertThatThrownBy(question).isInstanceOf(ClosedFileSystemException.class);
        }
    }

    @Test
    void closingEndsADirectoryStream() throws IOException {
        FileSystem image = Images.golden("v6-none-sha256");
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(image.getPath("/many"))) {
            image.close();
            assertThatThrownBy(() -> entries.forEach(entry -> {})).isInstanceOf(ClosedFileSystemException.class);
        }
    }

    @Test
    void nothingIsWritten() throws IOException {
        try (FileSystem image = Images.golden("v6-none-sha256")) {
            Path file = image.getPath("/data/t200000");
            Path gone = image.getPath("/gone");
            assertThat(image.isReadOnly()).isTrue();
            for (ThrowingCallable change : List.<ThrowingCallable>of(
                    () -> Files.writeString(file, "x"),
                    () -> Files.newOutputStream(gone),
                    () -> Files.newByteChannel(file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE)),
                    () -> Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE),
                    () -> Files.createDirectory(gone),
                    () -> Files.createFile(gone),
                    () -> Files.createSymbolicLink(gone, file),
                    () -> Files.createLink(gone, file),
                    () -> Files.copy(file, gone),
                    () -> Files.move(file, gone),
                    () -> Files.delete(file),
                    () -> Files.deleteIfExists(file),
                    () -> Files.setLastModifiedTime(file, FileTime.fromMillis(0)),
                    () -> Files.setAttribute(file, "unix:mode", 0),
                    () -> Files.setPosixFilePermissions(file, Set.of()),
                    () -> Files.setOwner(file, Files.getOwner(file)),
                    () -> Files.getFileAttributeView(file, PosixFileAttributeView.class)
                            .setGroup(null),
                    () -> Files.getFileAttributeView(file, UserDefinedFileAttributeView.class)
                            .delete("x"),
                    () -> Files.getFileAttributeView(file, UserDefinedFileAttributeView.class)
                            .write("x", ByteBuffer.allocate(1)))) {
                assertThatThrownBy(change).isInstanceOf(ReadOnlyFileSystemException.class);
            }
            assertThatThrownBy(() -> Files.copy(directory, gone)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> Files.newByteChannel(gone)).isInstanceOf(NoSuchFileException.class);
        }
    }
}
