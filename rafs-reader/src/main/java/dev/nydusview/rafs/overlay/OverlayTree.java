package dev.nydusview.rafs.overlay;

import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Digest;
import dev.nydusview.rafs.model.DirEntry;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.model.Xattr;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tree that layers make together. A directory that several layers have shows the entries of all, with the
 * attributes and the number of its inode in the highest one; any other file is that of the highest layer that has it.
 *
 * <p>The place of a directory in other layers follows from its path, which a number does not tell. So lookups and
 * listings keep one record for each directory that several layers have.
 */
final class OverlayTree implements InodeTree {
    /**
     * Link count of merged directories, as in overlayfs: programs take a larger one for the number of subdirectories,
     * which is not counted here.
     */
    private static final long MERGED_NLINK = 1;

    private final List<Layer> layers;
    private final long root;
    private final Map<Long, Merged> merged = new ConcurrentHashMap<>();
    private final Map<Long, Long> mergedInto = new ConcurrentHashMap<>();

    /** Takes at least one layer, the lowest first. */
    OverlayTree(List<Layer> layers) {
        this.layers = List.copyOf(layers);
        List<Long> roots = new ArrayList<>();
        for (Layer layer : layers) {
            roots.add(0, layer.outer(layer.tree().root()));
        }
        this.root = register(roots);
    }

    /** A directory that several layers have, as far as it was read; repeated lookups return the same inode. */
    private static final class Merged {
        private final List<Long> numbers;
        private volatile @Nullable List<LayerDirectory> places;
        private volatile SoftReference<@Nullable List<DirEntry>> entries = new SoftReference<>(null);

        Merged(List<Long> numbers) {
            this.numbers = List.copyOf(numbers);
        }
    }

    /** The number of the directory that is at {@code numbers}, highest layer first. */
    private long register(List<Long> numbers) {
        long number = numbers.get(0);
        if (numbers.size() > 1) {
            merged.computeIfAbsent(number, unused -> new Merged(numbers));
            numbers.forEach(place -> mergedInto.put(place, number));
        }
        return number;
    }

    @Override
    public long root() {
        return root;
    }

    @Override
    public Inode inode(long number) throws IOException {
        Layer layer = layer(number);
        return outer(layer, layer.tree().inode(Layer.inner(number)));
    }

    private Inode outer(Layer layer, Inode inode) {
        boolean shared = inode.isDirectory() && merged.containsKey(layer.outer(inode.number()));
        return layer.outer(inode, shared ? MERGED_NLINK : inode.nlink());
    }

    private Layer layer(long number) throws RafsFormatException {
        long index = Layer.indexOf(number);
        if (index >= layers.size()) {
            throw new RafsFormatException("no inode " + number + " in " + layers.size() + " layers");
        }
        return layers.get((int) index);
    }

    /**
     * Returns the directories of the layers that {@code directory} is merged from, highest first, down to the first
     * opaque one.
     */
    private List<LayerDirectory> places(Inode directory) throws IOException {
        if (!directory.isDirectory()) {
            throw new NotDirectoryException("inode " + directory.number());
        }
        Merged shared = merged.get(directory.number());
        if (shared == null) {
            return List.of(new LayerDirectory(layer(directory.number()), Layer.inner(directory)));
        }
        List<LayerDirectory> known = shared.places;
        if (known == null) {
            known = places(shared);
            shared.places = known;
        }
        return known;
    }

    private List<LayerDirectory> places(Merged shared) throws IOException {
        List<LayerDirectory> places = new ArrayList<>();
        for (long number : shared.numbers) {
            Layer layer = layer(number);
            LayerDirectory place = new LayerDirectory(layer, layer.tree().inode(Layer.inner(number)));
            places.add(place);
            if (place.isOpaque()) {
                break;
            }
        }
        return List.copyOf(places);
    }

    @Override
    public OptionalLong lookup(Inode directory, RawName name) throws IOException {
        List<LayerDirectory> places = places(directory);
        if (Whiteouts.isReserved(name)) {
            return OptionalLong.empty();
        }
        List<Long> found = new ArrayList<>();
        for (LayerDirectory place : places) {
            Inode inode = place.find(name);
            if (inode != null && !inode.isDirectory()) {
                if (found.isEmpty() && !Whiteouts.isWhiteout(inode)) {
                    return OptionalLong.of(place.layer().outer(inode.number()));
                }
                break;
            }
            if (inode != null) {
                found.add(place.layer().outer(inode.number()));
            }
            if (place.hides(name)) {
                break;
            }
        }
        return found.isEmpty() ? OptionalLong.empty() : OptionalLong.of(register(found));
    }

    @Override
    public void list(Inode directory, long position, EntryVisitor visitor) throws IOException {
        List<LayerDirectory> places = places(directory);
        Merged shared = merged.get(directory.number());
        if (shared == null) {
            listOne(places.get(0), position, visitor);
            return;
        }
        List<DirEntry> entries = entries(shared, places);
        for (long i = Math.max(position, 0); i < entries.size(); i++) {
            if (!visitor.visit(entries.get((int) i))) {
                return;
            }
        }
    }

    private static void listOne(LayerDirectory place, long position, EntryVisitor visitor) throws IOException {
        place.layer().tree().list(place.directory(), position, entry -> {
            if (Whiteouts.isReserved(entry.name()) || place.isWhiteout(entry)) {
                return true;
            }
            long number = place.layer().outer(entry.inode());
            return visitor.visit(new DirEntry(entry.name(), number, entry.type(), entry.next()));
        });
    }

    private List<DirEntry> entries(Merged shared, List<LayerDirectory> places) throws IOException {
        List<DirEntry> known = shared.entries.get();
        if (known != null) {
            return known;
        }
        List<DirEntry> entries = new ArrayList<>();
        for (MergedDirectory.Slot slot : MergedDirectory.entries(places)) {
            entries.add(new DirEntry(slot.name(), register(slot.numbers()), slot.type(), entries.size() + 1));
        }
        shared.entries = new SoftReference<>(entries);
        return entries;
    }

    @Override
    public Inode child(Inode directory, DirEntry entry) throws IOException {
        Layer layer = layer(entry.inode());
        for (LayerDirectory place : places(directory)) {
            if (place.layer().equals(layer)) {
                DirEntry inner = new DirEntry(entry.name(), Layer.inner(entry.inode()), entry.type(), entry.next());
                return outer(layer, layer.tree().child(place.directory(), inner));
            }
        }
        throw new RafsFormatException(
                "directory", directory.offset(), "has no entry \"" + entry.name() + "\" in layer " + layer.index());
    }

    @Override
    public long parent(Inode directory) throws IOException {
        Layer layer = layer(directory.number());
        long parent = layer.outer(layer.tree().parent(Layer.inner(directory)));
        return mergedInto.getOrDefault(parent, parent);
    }

    @Override
    public RawName symlinkTarget(Inode symlink) throws IOException {
        return layer(symlink.number()).tree().symlinkTarget(Layer.inner(symlink));
    }

    /** Returns the recorded digest; zero for directories, as a merged directory has only the digests of its parts. */
    @Override
    public Digest digest(Inode inode) throws IOException {
        return inode.isDirectory() ? Digest.ZERO : layer(inode.number()).tree().digest(Layer.inner(inode));
    }

    @Override
    public List<Xattr> xattrs(Inode inode) throws IOException {
        return Whiteouts.visible(layer(inode.number()).tree().xattrs(Layer.inner(inode)));
    }

    @Override
    public List<ChunkRef> chunks(Inode file, long offset, long length) throws IOException {
        Layer layer = layer(file.number());
        return layer.tree().chunks(Layer.inner(file), offset, length).stream()
                .map(layer::outer)
                .toList();
    }

    @Override
    public List<ChunkRecord> chunkRecords(Inode file, long offset, long length) throws IOException {
        Layer layer = layer(file.number());
        return layer.tree().chunkRecords(Layer.inner(file), offset, length).stream()
                .map(layer::outer)
                .toList();
    }
}
