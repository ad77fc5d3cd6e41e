package dev.nydusview.image.nio;

import dev.nydusview.base.Glob;
import dev.nydusview.image.NydusImage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/** An image as a file system; closes the image with itself. */
final class NydusFileSystem extends FileSystem {
    private final NydusFileSystemProvider provider;
    private final String source;
    private final NydusImage image;
    private final ImageTree tree;
    private final Closeable further;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param source in its canonical form
     * @param further is closed last
     */
    NydusFileSystem(NydusFileSystemProvider provider, String source, NydusImage image, Closeable further) {
        this.provider = provider;
        this.source = source;
        this.image = image;
        this.tree = new ImageTree(image.rafs().tree());
        this.further = further;
    }

    String source() {
        return source;
    }

    NydusImage image() {
        requireOpen();
        return image;
    }

    ImageTree tree() {
        requireOpen();
        return tree;
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new ClosedFileSystemException();
        }
    }

    @Override
    public NydusFileSystemProvider provider() {
        return provider;
    }

    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            provider.forget(this);
            try (further) {
                image.close();
            }
        }
    }

    @Override
    public boolean isOpen() {
        return !closed.get();
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        requireOpen();
        return List.of(getPath("/"));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return List.of(new ImageStore(image()));
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        requireOpen();
        return NamedAttributes.views();
    }

    /** {@inheritDoc} Bytes that are not UTF-8 are lone surrogates, U+DC80 to U+DCFF. */
    @Override
    public NydusPath getPath(String first, String... more) {
        StringBuilder text = new StringBuilder(first);
        for (String part : more) {
            if (!part.isEmpty()) {
                text.append(text.isEmpty() ? "" : "/").append(part);
            }
        }
        return NydusPath.of(this, PathText.bytes(text.toString()));
    }

    @Override
    public PathMatcher getPathMatcher(String syntaxAndPattern) {
        int colon = syntaxAndPattern.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("\"" + syntaxAndPattern + "\" is not SYNTAX:PATTERN");
        }
        String pattern = syntaxAndPattern.substring(colon + 1);
        return switch (syntaxAndPattern.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "glob" -> glob(pattern);
            case "regex" -> regex(Pattern.compile(pattern));
            default -> throw new UnsupportedOperationException("patterns are glob:PATTERN or regex:PATTERN");
        };
    }

    private static PathMatcher glob(String pattern) {
        Glob glob = Glob.of(
                PathText.bytes(pattern),
                Glob.Syntax.BRACKETS,
                Glob.Syntax.BRACES,
                Glob.Syntax.SLASHES,
                Glob.Syntax.ESCAPES);
        return path -> path instanceof NydusPath own && glob.matches(own.bytes());
    }

    private static PathMatcher regex(Pattern pattern) {
        return path ->
                path instanceof NydusPath && pattern.matcher(path.toString()).matches();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return new NumericPrincipals();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException("images do not change");
    }

    /** Returns the URI of the image. */
    @Override
    public String toString() {
        return getPath("/").toUri().toString();
    }
}
