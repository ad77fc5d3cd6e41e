package dev.nydusview.rootfs.unpack;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;
import dev.nydusview.linux.DirectoryHandle;
import dev.nydusview.linux.FileHandle;
import dev.nydusview.linux.Posix;
import dev.nydusview.linux.PosixException;
import dev.nydusview.linux.TreeRemoval;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.overlay.Whiteouts;
import dev.nydusview.rootfs.Allowance;
import dev.nydusview.rootfs.tar.TarEntry;
import dev.nydusview.rootfs.tar.TarReader;
import dev.nydusview.rootfs.unpack.ContainedTree.Place;
import dev.nydusview.rootfs.unpack.FileMetadata.Xattrs;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Applies layers to a directory, the lowest first, by the rules of the OCI image specification. Devices and pipes are
 * not made: each has an empty file as a placeholder until the tree is complete, so that upper layers find, replace and
 * hide it.
 */
final class LayerWriter implements Closeable {
    private static final int PATH_MAX = 4096;

    private final ContainedTree tree;
    private final Path work;
    private final Allowance allowance;
    private final UnpackedAttributes attributes;
    private final FileMetadataMap metadataMap;
    private final int maxPath;
    private final byte[] bytes = new byte[1 << 16];
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private final MessageDigest sha256 = Sha256.digester();
    private int layers;
    private @Nullable LayerKeys layer;

    /**
     * @param directory exists, is empty, and accessible to its owner only or below such a directory
     * @param work another such directory for files that are removed at the end
     */
    LayerWriter(Posix posix, Path directory, Path work, Allowance allowance) throws IOException {
        // Scanners need a path to each file: below the directory's own path, after a slash, before a NUL.
        this.maxPath = PATH_MAX - 2 - directory.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8).length;
        this.work = work;
        this.allowance = allowance;
        this.attributes = new UnpackedAttributes(posix);
        this.metadataMap = new FileMetadataMap(work.resolve("metadata"));
        this.tree = new ContainedTree(DirectoryHandle.open(posix, directory), maxPath, allowance, metadataMap);
        tree.top().permissions(FileMetadata.implied().mode());
    }

    /** Begins a layer: it can hide files of the layers below it, but not its own. */
    void beginLayer() throws IOException {
        endLayer();
        layers++;
        // The lowest layer has nothing to hide.
        layer = layers == 1 ? null : new LayerKeys(work.resolve("paths"));
    }

    private void endLayer() throws IOException {
        if (layer != null) {
            layer.close();
            layer = null;
        }
    }

    /** Returns the image's attributes of the files that were written so far. */
    FileMetadataMap metadataMap() {
        return metadataMap;
    }

    /** Applies one entry, whose content is read from {@code tar}. */
    void write(TarEntry entry, TarReader tar) throws IOException {
        allowance.takeEntry();
        List<RawName> names = Names.ofEntry(entry.name(), maxPath);
        if (names.isEmpty()) {
            writeTop(entry);
            return;
        }
        RawName name = names.get(names.size() - 1);
        List<RawName> parent = names.subList(0, names.size() - 1);
        if (isAufsMetadata(names)) {
            return;
        }
        if (Whiteouts.isReserved(name)) {
            applyWhiteout(parent, name);
            return;
        }
        // Found first: if the link is where its target is, nothing may be removed.
        HardLink link = entry.type() == TarEntry.Type.HARD_LINK ? hardLink(entry) : null;
        try {
            Place place = place(parent);
            String key = Names.checked(Names.below(place.key(), name), maxPath);
            if (link == null || !link.key().equals(key)) {
                make(entry, tar, place.directory(), name, link);
            }
            if (layer != null) {
                layer.add(key);
            }
        } finally {
            if (link != null) {
                link.place().close();
            }
        }
    }

    private void applyWhiteout(List<RawName> parent, RawName whiteout) throws IOException {
        RawName hidden = Whiteouts.hidden(whiteout);
        if (hidden.length() == 0 || hidden.equals(RawName.DOT) || hidden.equals(RawName.DOT_DOT)) {
            throw new CorruptDataException("a whiteout does not name a file");
        }
        if (layer != null) {
            new WhiteoutApplier(tree, layer, allowance).apply(parent, whiteout);
        }
    }

    /** Tests whether a path is one of AUFS's own, which are not part of the image. */
    private static boolean isAufsMetadata(List<RawName> names) {
        int last = names.size() - 1;
        for (int i = 0; i <= last; i++) {
            if (Whiteouts.isAufsMetadata(names.get(i))
                    && !(i == last && names.get(i).equals(Whiteouts.OPAQUE))) {
                return true;
            }
        }
        return false;
    }

    private Place place(List<RawName> parent) throws IOException {
        Place place = tree.place(parent, true);
        if (place == null) {
            throw new IllegalStateException("missing directories are made");
        }
        return place;
    }

    private void writeTop(TarEntry entry) throws IOException {
        if (entry.type() != TarEntry.Type.DIRECTORY) {
            throw new CorruptDataException("the top of the image is not a directory");
        }
        describe(entry, tree.top());
    }

    private void make(TarEntry entry, TarReader tar, DirectoryHandle place, RawName name, @Nullable HardLink link)
            throws IOException {
        switch (entry.type()) {
            case DIRECTORY -> makeDirectory(entry, place, name);
            case FILE -> makeFile(entry, tar, place, name);
            case SYMLINK -> makeSymlink(entry, place, name);
            case HARD_LINK -> makeHardLink(entry, place, name, link);
            default -> makeStandIn(entry, place, name);
        }
    }

    private void makeDirectory(TarEntry entry, DirectoryHandle place, RawName name) throws IOException {
        try (DirectoryHandle directory = openOrMake(place, name)) {
            describe(entry, directory);
        }
    }

    private void describe(TarEntry entry, DirectoryHandle directory) throws IOException {
        Xattrs xattrs = attributes.apply(entry, directory);
        directory.mtime(entry.mtime(), entry.mtimeNanos());
        metadataMap.put(directory.status(), FileMetadata.of(entry, xattrs, new byte[FileMetadata.SHA256]));
    }

    private static DirectoryHandle openOrMake(DirectoryHandle place, RawName name) throws IOException {
        try {
            return place.enter(name.bytes());
        } catch (PosixException e) {
            if (!e.absent() && !e.notDirectory()) {
                throw e;
            }
            return replacing(place, name, () -> place.makeDirectory(name.bytes()));
        }
    }

    private void makeFile(TarEntry entry, TarReader tar, DirectoryHandle place, RawName name) throws IOException {
        try (FileHandle file = replacing(place, name, () -> place.makeFile(name.bytes()))) {
            long offset = 0;
            int count;
            while ((count = tar.read(bytes, 0, bytes.length)) >= 0) {
                sha256.update(bytes, 0, count);
                buffer.clear().put(bytes, 0, count).flip();
                file.write(buffer, offset);
                offset += count;
            }
            Xattrs xattrs = attributes.apply(entry, file);
            file.mtime(entry.mtime(), entry.mtimeNanos());
            metadataMap.put(file.status(), FileMetadata.of(entry, xattrs, sha256.digest()));
        }
    }

    private void makeSymlink(TarEntry entry, DirectoryHandle place, RawName name) throws IOException {
        replacing(place, name, () -> {
            place.makeSymlink(name.bytes(), entry.linkTarget().bytes());
            return true;
        });
        Xattrs xattrs = attributes.apply(entry, place, name);
        place.mtime(name.bytes(), entry.mtime(), entry.mtimeNanos());
        metadataMap.put(place.status(name.bytes()), FileMetadata.of(entry, xattrs, new byte[FileMetadata.SHA256]));
    }

    private void makeStandIn(TarEntry entry, DirectoryHandle place, RawName name) throws IOException {
        try (FileHandle file = replacing(place, name, () -> place.makeFile(name.bytes()))) {
            metadataMap.put(file.status(), FileMetadata.of(entry, Xattrs.NONE, new byte[FileMetadata.SHA256]));
        }
    }

    /** Place of the first name of a hard link, with a directory that is open for that alone. */
    private record HardLink(DirectoryHandle place, RawName name, String key) {}

    private HardLink hardLink(TarEntry entry) throws IOException {
        List<RawName> target = Names.ofEntry(entry.linkTarget(), maxPath);
        Place place = target.isEmpty() ? null : tree.place(target.subList(0, target.size() - 1), false);
        if (place == null) {
            throw dangling(entry);
        }
        RawName name = target.get(target.size() - 1);
        return new HardLink(place.directory().same(), name, Names.below(place.key(), name));
    }

    private void makeHardLink(TarEntry entry, DirectoryHandle place, RawName name, @Nullable HardLink link)
            throws IOException {
        if (link == null) {
            throw new IllegalStateException("a hard link has a target");
        }
        try {
            replacing(place, name, () -> {
                place.link(name.bytes(), link.place(), link.name().bytes());
                return true;
            });
        } catch (PosixException e) {
            throw e.absent() || e.refused() ? dangling(entry) : e;
        }
        FileMetadata first = metadataMap.of(place.status(name.bytes()));
        if (!first.isSpecial()) {
            FileMetadata now = attributes.applyLinked(entry, first, place, name);
            metadataMap.put(place.status(name.bytes()), now);
        }
    }

    private static CorruptDataException dangling(TarEntry entry) {
        return new CorruptDataException(
                "it is a hard link to " + Names.shown(entry.linkTarget()) + ", which is not a file of the image");
    }

    /** Makes a new entry. */
    @FunctionalInterface
    private interface Maker<T> {
        T make() throws PosixException;
    }

    /** Makes an entry in place of an existing one, unless both are directories. */
    private static <T> T replacing(DirectoryHandle place, RawName name, Maker<T> maker) throws IOException {
        try {
            return maker.make();
        } catch (PosixException e) {
            if (!e.exists()) {
                throw e;
            }
            TreeRemoval.remove(place, name.bytes());
            return maker.make();
        }
    }

    /** Ends the last layer. */
    void finish() throws IOException {
        endLayer();
        tree.leavePlace();
    }

    @Override
    public void close() throws IOException {
        try (tree;
                metadataMap) {
            endLayer();
        }
    }
}
