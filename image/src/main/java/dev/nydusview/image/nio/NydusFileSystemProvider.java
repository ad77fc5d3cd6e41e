package dev.nydusview.image.nio;

import dev.nydusview.image.ImageLibrary;
import dev.nydusview.image.NydusImage;
import dev.nydusview.image.access.Access;
import dev.nydusview.image.access.TwinPolicy;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.RawName;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Images as read-only file systems: {@code nydus:SOURCE!/PATH}, with any source that {@link ImageLibrary} opens, such as
 * {@code nydus://registry.example/app:1.0!/etc/passwd} or {@code nydus:oci:/srv/layout:1.0!/}. Safe for concurrent use.
 *
 * <p>{@link #newFileSystem(URI, Map)} opens an image by these settings, all of which may be left out:
 *
 * <ul>
 *   <li>{@code library}: an {@link ImageLibrary}, which stays open; by default the file system has one of its own
 *   <li>{@code cache}: root of the disk cache of a library of its own, a {@link Path} or a string; none by default
 *   <li>{@code access}: an {@link Access}; by default that of the environment of the process, and no Nydus image in place of a
 *       plain one
 *   <li>{@code platform}: {@code os/arch[/variant]}, a string; by default linux on this machine's processor
 *   <li>{@code twins}: a {@link TwinPolicy}
 *   <li>{@code blobs}: directory of the data blobs of a {@code bootstrap:} source, a path or a string; by default that of the
 *       bootstrap
 * </ul>
 *
 * <p>Names are bytes. In strings they are UTF-8; a byte that is not is the lone surrogate U+DC00 plus its value, as Python's
 * surrogateescape has it, and percent-encoded in URIs. Owners are numbers. The views {@code basic}, {@code posix}, {@code
 * owner}, {@code unix}, {@code user} and {@code xattr} (all extended attributes by full names) can be read. Writing throws
 * {@link ReadOnlyFileSystemException}. Bytes are fetched when they are read and verified before they are delivered; what is
 * corrupt, unsupported or out of reach throws as {@link NydusImage} does.
 */
public final class NydusFileSystemProvider extends ReadOnlyProvider {
    private static final int EXECUTABLE = 0111;

    private final Map<String, NydusFileSystem> open = new ConcurrentHashMap<>();

    /** Makes a provider; the JDK's {@code ServiceLoader} does. */
    public NydusFileSystemProvider() {}

    @Override
    public String getScheme() {
        return NydusUri.SCHEME;
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) throws IOException {
        NydusUri name = NydusUri.parse(uri);
        if (name.path().length > 1) {
            throw new IllegalArgumentException("the path of " + uri + " is not the root");
        }
        FileSystemSettings settings = FileSystemSettings.of(environment);
        if (open.containsKey(name.source())) {
            throw new FileSystemAlreadyExistsException(uri.toString());
        }
        NydusFileSystem fileSystem = open(name.source(), settings);
        if (open.putIfAbsent(name.source(), fileSystem) != null) {
            fileSystem.close();
            throw new FileSystemAlreadyExistsException(uri.toString());
        }
        return fileSystem;
    }

    private NydusFileSystem open(String source, FileSystemSettings settings) throws IOException {
        ImageLibrary given = settings.library();
        if (given != null) {
            return new NydusFileSystem(this, source, given.open(source, settings.access()), () -> {});
        }
        ImageLibrary own = ImageLibrary.open(settings.own());
        try {
            return new NydusFileSystem(this, source, own.open(source, settings.access()), own);
        } catch (IOException | RuntimeException e) {
            own.close();
            throw e;
        }
    }

    void forget(NydusFileSystem fileSystem) {
        open.remove(fileSystem.source(), fileSystem);
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return opened(uri, NydusUri.parse(uri));
    }

    @Override
    public Path getPath(URI uri) {
        NydusUri name = NydusUri.parse(uri);
        return NydusPath.of(opened(uri, name), name.path());
    }

    private NydusFileSystem opened(URI uri, NydusUri name) {
        NydusFileSystem fileSystem = open.get(name.source());
        if (fileSystem == null) {
            throw new FileSystemNotFoundException(uri + " is not open: call FileSystems.newFileSystem");
        }
        return fileSystem;
    }

    private static NydusPath own(Path path) {
        if (Objects.requireNonNull(path) instanceof NydusPath own) {
            return own;
        }
        throw new ProviderMismatchException("\"" + path + "\" is not a path in an image");
    }

    private static ImageTree tree(NydusPath path) {
        return path.getFileSystem().tree();
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        for (OpenOption option : options) {
            if (option == StandardOpenOption.WRITE
                    || option == StandardOpenOption.APPEND
                    || option == StandardOpenOption.DELETE_ON_CLOSE) {
                throw new ReadOnlyFileSystemException();
            }
            if (!(option instanceof StandardOpenOption) && option != LinkOption.NOFOLLOW_LINKS) {
                throw new UnsupportedOperationException("files are not opened with " + option);
            }
        }
        NydusPath own = own(path);
        LinkOption[] links = options.contains(LinkOption.NOFOLLOW_LINKS)
                ? new LinkOption[] {LinkOption.NOFOLLOW_LINKS}
                : new LinkOption[0];
        Inode file = tree(own).inode(own, links);
        if (!file.isRegular()) {
            throw new FileSystemException(path.toString(), null, "is not a regular file");
        }
        return new ImageChannel(own.getFileSystem(), file);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path path, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        NydusPath own = own(path);
        Inode directory = tree(own).inode(own);
        if (!directory.isDirectory()) {
            throw new NotDirectoryException(path.toString());
        }
        return EntryStream.open(own, directory, Objects.requireNonNull(filter));
    }

    @Override
    public Path readSymbolicLink(Path link) throws IOException {
        NydusPath own = own(link);
        RawName target = tree(own).target(tree(own).inode(own, LinkOption.NOFOLLOW_LINKS));
        if (target == null) {
            throw new NotLinkException(link.toString());
        }
        return NydusPath.of(own.getFileSystem(), target.bytes());
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        NydusPath own = own(path);
        if (own.equals(other)) {
            return true;
        }
        return other instanceof NydusPath another
                && another.getFileSystem().equals(own.getFileSystem())
                && tree(own).inode(own).number() == tree(own).inode(another).number();
    }

    @Override
    public boolean isHidden(Path path) {
        NydusPath name = own(path).getFileName();
        return name != null && name.toString().startsWith(".");
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        NydusPath own = own(path);
        tree(own).inode(own);
        return new ImageStore(own.getFileSystem().image());
    }

    /** {@inheritDoc} Everything can be read, nothing written, and executed what has any execute bit, as for root. */
    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        NydusPath own = own(path);
        Inode inode = tree(own).inode(own);
        for (AccessMode mode : modes) {
            if (mode == AccessMode.WRITE) {
                throw new AccessDeniedException(path.toString(), null, "images are read-only");
            }
            if (mode == AccessMode.EXECUTE && (inode.mode() & EXECUTABLE) == 0) {
                throw new AccessDeniedException(path.toString(), null, "no execute bit is set");
            }
        }
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        NydusPath own = own(path);
        if (type == BasicFileAttributeView.class) {
            return type.cast(new InodeView(own, "basic", options));
        }
        if (type == FileOwnerAttributeView.class) {
            return type.cast(new InodeView(own, "owner", options));
        }
        if (type == PosixFileAttributeView.class) {
            return type.cast(new InodeView(own, "posix", options));
        }
        return type == UserDefinedFileAttributeView.class
                ? type.cast(new XattrView(own, XattrView.USER, options))
                : null;
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        if (type != BasicFileAttributes.class && type != PosixFileAttributes.class) {
            throw new UnsupportedOperationException("files have no attributes of " + type);
        }
        return type.cast(new InodeView(own(path), "posix", options).readAttributes());
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        int colon = attributes.indexOf(':');
        String view = colon < 0 ? "basic" : attributes.substring(0, colon);
        String names = attributes.substring(colon + 1);
        NydusPath own = own(path);
        return view.equals(XattrView.USER) || view.equals(XattrView.ALL)
                ? new XattrView(own, view, options).read(names)
                : NamedAttributes.read(new InodeView(own, view, options).readAttributes(), view, names);
    }
}
