package dev.nydusview.unpack.tree;

import dev.nydusview.extract.posix.DirectoryHandle;
import dev.nydusview.extract.posix.FileHandle;
import dev.nydusview.extract.posix.Posix;
import dev.nydusview.extract.posix.PosixException;
import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.rafs.RawName;
import dev.nydusview.unpack.tar.TarEntry;
import dev.nydusview.unpack.tar.TarReader;
import dev.nydusview.unpack.tree.Tree.Place;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Applies layers to a directory, the lowest first, by the rules of the OCI image specification. */
public final class LayerWriter implements Closeable {
    private static final int FIFO = 0010000;
    private static final int CHARACTER_DEVICE = 0020000;
    private static final int BLOCK_DEVICE = 0060000;
    private static final int OWNER_READ_WRITE = 0600;
    private static final int PATH_MAX = 4096;
    /** What Linux keeps of a device number. */
    private static final long MAX_MAJOR = 0xfff;

    private static final long MAX_MINOR = 0xf_ffff;

    private final Tree tree;
    private final Metadata metadata;
    private final DirectoryTimes times = new DirectoryTimes();
    private final int maxPath;
    private final byte[] bytes = new byte[1 << 16];
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private LayerPaths layer = new LayerPaths();

    /** @param directory exists, is empty, and for its owner only or below such a one */
    public LayerWriter(Posix posix, Path directory) throws IOException {
        // Scanners need a path to each file: below that of the directory, after a slash, before a NUL.
        this.maxPath = PATH_MAX - 2 - directory.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8).length;
        this.metadata = new Metadata(posix);
        this.tree = new Tree(DirectoryHandle.open(posix, directory), maxPath);
    }

    /** To be called before each layer: what a layer hides is in the layers below it, never in itself. */
    public void beginLayer() {
        layer = new LayerPaths();
    }

    /** What could not be written as the image has it, so far. */
    public Map<Omission, Long> omissions() {
        return metadata.omissions();
    }

    /** Applies one entry, whose content {@code tar} gives. */
    public void write(TarEntry entry, TarReader tar) throws IOException {
        List<RawName> names = Names.ofEntry(entry.name(), maxPath);
        if (names.isEmpty()) {
            writeTop(entry);
            return;
        }
        RawName name = names.get(names.size() - 1);
        List<RawName> parent = names.subList(0, names.size() - 1);
        if (Whiteout.isMetadata(names)) {
            return;
        }
        Whiteout whiteout = Whiteout.of(name);
        if (whiteout != null) {
            hide(parent, whiteout);
            return;
        }
        // First: if the link is where its target is, nothing may be removed.
        HardLink link = entry.type() == TarEntry.Type.HARD_LINK ? hardLink(entry) : null;
        try {
            Place place = place(parent);
            String key = Names.checked(Names.below(place.key(), name), maxPath);
            if (link == null || !link.key().equals(key)) {
                make(entry, tar, place.directory(), name, key, link);
            }
            layer.add(key);
        } finally {
            if (link != null) {
                link.place().close();
            }
        }
    }

    private Place place(List<RawName> parent) throws IOException {
        Place place = tree.place(parent, true);
        if (place == null) {
            throw new IllegalStateException("what is missing is made");
        }
        return place;
    }

    private void writeTop(TarEntry entry) throws IOException {
        if (entry.type() != TarEntry.Type.DIRECTORY) {
            throw new RafsFormatException("the top of the image is to be no directory");
        }
        metadata.apply(entry, tree.top());
        times.put("", entry);
    }

    private void make(
            TarEntry entry, TarReader tar, DirectoryHandle place, RawName name, String key, @Nullable HardLink link)
            throws IOException {
        switch (entry.type()) {
            case DIRECTORY -> makeDirectory(entry, place, name, key);
            case FILE -> makeFile(entry, tar, place, name, key);
            case SYMLINK -> {
                replacing(place, name, key, () -> {
                    place.makeSymlink(name, entry.linkTarget());
                    return true;
                });
                metadata.apply(entry, place, name);
                place.mtime(name, entry.mtime(), entry.mtimeNanos());
            }
            case HARD_LINK -> makeHardLink(entry, place, name, key, link);
            default -> makeSpecial(entry, place, name, key);
        }
    }

    private void makeDirectory(TarEntry entry, DirectoryHandle place, RawName name, String key) throws IOException {
        try (DirectoryHandle directory = openOrMake(place, name, key)) {
            metadata.apply(entry, directory);
            times.put(key, entry);
        }
    }

    private DirectoryHandle openOrMake(DirectoryHandle place, RawName name, String key) throws IOException {
        try {
            return place.enter(name);
        } catch (PosixException e) {
            if (!e.absent() && !e.notDirectory()) {
                throw e;
            }
            return replacing(place, name, key, () -> place.makeDirectory(name));
        }
    }

    private void makeFile(TarEntry entry, TarReader tar, DirectoryHandle place, RawName name, String key)
            throws IOException {
        try (FileHandle file = replacing(place, name, key, () -> place.makeFile(name))) {
            long offset = 0;
            int count;
            while ((count = tar.read(bytes, 0, bytes.length)) >= 0) {
                buffer.clear().put(bytes, 0, count).flip();
                file.write(buffer, offset);
                offset += count;
            }
            metadata.apply(entry, file);
            file.mtime(entry.mtime(), entry.mtimeNanos());
        }
    }

    private void makeSpecial(TarEntry entry, DirectoryHandle place, RawName name, String key) throws IOException {
        int type =
                switch (entry.type()) {
                    case CHARACTER_DEVICE -> CHARACTER_DEVICE;
                    case BLOCK_DEVICE -> BLOCK_DEVICE;
                    default -> FIFO;
                };
        remove(place, name, key);
        if (entry.deviceMajor() < 0
                || entry.deviceMajor() > MAX_MAJOR
                || entry.deviceMinor() < 0
                || entry.deviceMinor() > MAX_MINOR) {
            metadata.count(Omission.DEVICE);
            return;
        }
        int device = deviceNumber((int) entry.deviceMajor(), (int) entry.deviceMinor());
        if (metadata.attempt(Omission.DEVICE, () -> place.makeSpecial(name, type | OWNER_READ_WRITE, device))) {
            metadata.apply(entry, place, name);
            place.mtime(name, entry.mtime(), entry.mtimeNanos());
        }
    }

    /** As Linux encodes it in 32 bits: the lower 8 bits of the minor number, 12 of the major, the rest of the minor. */
    private static int deviceNumber(int major, int minor) {
        return (minor & 0xff) | major << 8 | (minor & ~0xff) << 12;
    }

    /** Where the first name of a hard link is: an open directory of its own. */
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

    private void makeHardLink(TarEntry entry, DirectoryHandle place, RawName name, String key, @Nullable HardLink link)
            throws IOException {
        if (link == null) {
            throw new IllegalStateException("a hard link has a target");
        }
        try {
            replacing(place, name, key, () -> {
                place.link(name, link.place(), link.name());
                return true;
            });
        } catch (PosixException e) {
            throw e.absent() || e.refused() ? dangling(entry) : e;
        }
    }

    private static RafsFormatException dangling(TarEntry entry) {
        return new RafsFormatException(
                "it is a hard link to " + Names.shown(entry.linkTarget()) + ", which is no file of the image");
    }

    /** Makes something new. */
    @FunctionalInterface
    private interface Maker<T> {
        T make() throws PosixException;
    }

    /** What a layer has comes in place of what is there, unless both are directories. */
    private <T> T replacing(DirectoryHandle place, RawName name, String key, Maker<T> maker) throws IOException {
        try {
            return maker.make();
        } catch (PosixException e) {
            if (!e.exists()) {
                throw e;
            }
            remove(place, name, key);
            return maker.make();
        }
    }

    private void hide(List<RawName> parent, Whiteout whiteout) throws IOException {
        Place place = tree.place(parent, false);
        if (place == null) {
            return;
        }
        RawName name = whiteout.hidden();
        if (name == null) {
            hideBelow(place.directory(), place.key());
        } else {
            hide(place.directory(), name, Names.below(place.key(), name));
        }
    }

    private void hide(DirectoryHandle place, RawName name, String key) throws IOException {
        if (!layer.has(key)) {
            remove(place, name, key);
            return;
        }
        try (DirectoryHandle directory = place.enter(name)) {
            hideBelow(directory, key);
        } catch (PosixException e) {
            if (!e.absent() && !e.notDirectory()) {
                throw e;
            }
        }
    }

    private void hideBelow(DirectoryHandle directory, String key) throws IOException {
        for (RawName name : directory.names()) {
            hide(directory, name, Names.below(key, name));
        }
    }

    private void remove(DirectoryHandle place, RawName name, String key) throws PosixException {
        try {
            place.removeFile(name);
        } catch (PosixException e) {
            if (e.absent()) {
                return;
            }
            if (!e.isDirectory()) {
                throw e;
            }
            removeDirectory(place, name);
            times.forget(key);
        }
    }

    private static void removeDirectory(DirectoryHandle place, RawName name) throws PosixException {
        try (DirectoryHandle directory = place.enter(name)) {
            for (RawName child : directory.names()) {
                try {
                    directory.removeFile(child);
                } catch (PosixException e) {
                    if (!e.isDirectory()) {
                        throw e;
                    }
                    removeDirectory(directory, child);
                }
            }
        }
        place.removeDirectory(name);
    }

    /** Completes the tree and has it put on the disk. */
    public void finish() throws IOException {
        times.apply(tree);
        tree.top().sync();
    }

    @Override
    public void close() {
        tree.close();
    }
}
