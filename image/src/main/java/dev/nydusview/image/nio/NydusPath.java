package dev.nydusview.image.nio;

import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.path.ImagePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A path in an image: raw names, equal if they have the same bytes. The working directory is the root. */
final class NydusPath implements Path {
    private static final RawName EMPTY = RawName.of("");

    private final NydusFileSystem fileSystem;
    private final boolean absolute;

    /** Names that are not empty; but the empty path has one that is. */
    private final List<RawName> names;

    private NydusPath(NydusFileSystem fileSystem, boolean absolute, List<RawName> names) {
        this.fileSystem = fileSystem;
        this.absolute = absolute;
        this.names = names.isEmpty() && !absolute ? List.of(EMPTY) : List.copyOf(names);
    }

    static NydusPath of(NydusFileSystem fileSystem, byte[] bytes) {
        ImagePath path = ImagePath.of(bytes);
        return new NydusPath(fileSystem, path.absolute(), path.names());
    }

    static NydusPath absolute(NydusFileSystem fileSystem, List<RawName> names) {
        return new NydusPath(fileSystem, true, names);
    }

    private NydusPath relative(List<RawName> other) {
        return new NydusPath(fileSystem, false, other);
    }

    /** Returns its names, none of which is empty; none for the root and the empty path. */
    List<RawName> components() {
        return isEmpty() ? List.of() : names;
    }

    ImagePath image() {
        return new ImagePath(components(), true, false);
    }

    NydusPath child(RawName name) {
        List<RawName> all = new ArrayList<>(components());
        all.add(name);
        return new NydusPath(fileSystem, absolute, all);
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (absolute) {
            bytes.write('/');
        }
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                bytes.write('/');
            }
            bytes.writeBytes(names.get(i).bytes());
        }
        return bytes.toByteArray();
    }

    private boolean isEmpty() {
        return !absolute && names.get(0).length() == 0;
    }

    @Override
    public NydusFileSystem getFileSystem() {
        return fileSystem;
    }

    @Override
    public boolean isAbsolute() {
        return absolute;
    }

    @Override
    public @Nullable NydusPath getRoot() {
        return absolute ? new NydusPath(fileSystem, true, List.of()) : null;
    }

    @Override
    public @Nullable NydusPath getFileName() {
        return names.isEmpty() ? null : getName(names.size() - 1);
    }

    @Override
    public @Nullable NydusPath getParent() {
        if (names.isEmpty() || (names.size() == 1 && !absolute)) {
            return null;
        }
        return new NydusPath(fileSystem, absolute, names.subList(0, names.size() - 1));
    }

    @Override
    public int getNameCount() {
        return names.size();
    }

    @Override
    public NydusPath getName(int index) {
        return subpath(index, index + 1);
    }

    @Override
    public NydusPath subpath(int begin, int end) {
        if (begin < 0 || begin >= end || end > names.size()) {
            throw new IllegalArgumentException("no names " + begin + " to " + end + " of " + names.size());
        }
        return relative(names.subList(begin, end));
    }

    @Override
    public boolean startsWith(Path other) {
        return other instanceof NydusPath path
                && path.fileSystem.equals(fileSystem)
                && path.absolute == absolute
                && path.names.size() <= names.size()
                && path.names.equals(names.subList(0, path.names.size()));
    }

    @Override
    public boolean endsWith(Path other) {
        if (!(other instanceof NydusPath path) || !path.fileSystem.equals(fileSystem)) {
            return false;
        }
        if (path.absolute) {
            return equals(path);
        }
        int start = names.size() - path.names.size();
        return start >= 0 && path.names.equals(names.subList(start, names.size()));
    }

    @Override
    public NydusPath normalize() {
        List<RawName> normal = new ArrayList<>();
        for (RawName name : components()) {
            boolean up = name.equals(RawName.DOT_DOT);
            int last = normal.size() - 1;
            if (up && last >= 0 && !normal.get(last).equals(RawName.DOT_DOT)) {
                normal.remove(last);
            } else if (!name.equals(RawName.DOT) && !(up && absolute)) {
                normal.add(name);
            }
        }
        return new NydusPath(fileSystem, absolute, normal);
    }

    @Override
    public NydusPath resolve(Path other) {
        NydusPath path = own(other);
        if (path.absolute || isEmpty()) {
            return path;
        }
        List<RawName> all = new ArrayList<>(names);
        all.addAll(path.components());
        return new NydusPath(fileSystem, absolute, all);
    }

    /** {@inheritDoc} A ".." of this path beyond what both have in common leads nobody knows where: it is refused. */
    @Override
    public NydusPath relativize(Path other) {
        NydusPath to = own(other);
        if (to.absolute != absolute) {
            throw new IllegalArgumentException("one of \"" + this + "\" and \"" + other + "\" is absolute only");
        }
        List<RawName> here = components();
        List<RawName> there = to.components();
        int common = 0;
        while (common < Math.min(here.size(), there.size()) && here.get(common).equals(there.get(common))) {
            common++;
        }
        List<RawName> way = new ArrayList<>();
        for (RawName name : here.subList(common, here.size())) {
            if (name.equals(RawName.DOT_DOT)) {
                throw new IllegalArgumentException("\"" + this + "\" has a \"..\" that leads back: normalize it");
            }
            if (!name.equals(RawName.DOT)) {
                way.add(RawName.DOT_DOT);
            }
        }
        way.addAll(there.subList(common, there.size()));
        return relative(way);
    }

    private NydusPath own(Path other) {
        if (Objects.requireNonNull(other) instanceof NydusPath path && path.fileSystem.equals(fileSystem)) {
            return path;
        }
        throw new ProviderMismatchException("\"" + other + "\" is a path of another file system");
    }

    @Override
    public URI toUri() {
        return new NydusUri(fileSystem.source(), toAbsolutePath().bytes()).uri();
    }

    @Override
    public NydusPath toAbsolutePath() {
        return absolute ? this : new NydusPath(fileSystem, true, components());
    }

    @Override
    public NydusPath toRealPath(LinkOption... options) throws IOException {
        return fileSystem.tree().real(this, ImageTree.follows(options));
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        Objects.requireNonNull(watcher);
        throw new UnsupportedOperationException("images do not change");
    }

    @Override
    public int compareTo(Path other) {
        return Arrays.compareUnsigned(bytes(), ((NydusPath) other).bytes());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NydusPath path
                && path.fileSystem.equals(fileSystem)
                && path.absolute == absolute
                && path.names.equals(names);
    }

    @Override
    public int hashCode() {
        return Objects.hash(absolute, names);
    }

    /** Returns the text of {@link #bytes}, as {@link PathText} has it. */
    @Override
    public String toString() {
        return PathText.of(bytes());
    }
}
