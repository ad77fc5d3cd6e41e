package dev.nydusview.rafs.overlay;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.model.DirEntry;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.RawName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The entries of a directory that several layers have. */
final class MergedDirectory {
    /**
     * Entries of a merged directory, which has to be sorted in memory; a directory of a single layer may have any
     * number.
     */
    private static final int MAX_ENTRIES = 1 << 20;

    private final Map<RawName, Slot> slots = new TreeMap<>();
    private final Set<RawName> hidden = new HashSet<>();

    private MergedDirectory() {}

    /**
     * A name with the entry of the highest layer that has it and, if that is a directory, the directories of the layers
     * below that it is merged with.
     *
     * @param numbers of the merged image, highest layer first
     */
    record Slot(RawName name, FileType type, List<Long> numbers) {}

    /** The entries of {@code places}, highest first, in the order of their bytes. */
    static List<Slot> entries(List<LayerDirectory> places) throws IOException {
        MergedDirectory merged = new MergedDirectory();
        for (LayerDirectory place : places) {
            merged.add(place);
        }
        return List.copyOf(merged.slots.values());
    }

    private void add(LayerDirectory place) throws IOException {
        Set<RawName> hiddenHere = new HashSet<>();
        place.layer().tree().list(place.directory(), 0, entry -> {
            if (Whiteouts.isReserved(entry.name())) {
                hiddenHere.add(Whiteouts.hidden(entry.name()));
            } else if (!hidden.contains(entry.name())) {
                add(place, entry, hiddenHere);
            }
            if (slots.size() + hidden.size() + hiddenHere.size() > MAX_ENTRIES) {
                throw new UnsupportedFeatureException(
                        "a directory that is in several layers has more than " + MAX_ENTRIES + " entries");
            }
            return true;
        });
        hidden.addAll(hiddenHere);
    }

    private void add(LayerDirectory place, DirEntry entry, Set<RawName> hiddenHere) throws IOException {
        RawName name = entry.name();
        long number = place.layer().outer(entry.inode());
        if (entry.type() == FileType.DIRECTORY) {
            slots.computeIfAbsent(name, unused -> new Slot(name, entry.type(), new ArrayList<>()))
                    .numbers
                    .add(number);
            return;
        }
        hiddenHere.add(name); // only directories are merged with those below
        if (!place.isWhiteout(entry)) {
            slots.putIfAbsent(name, new Slot(name, entry.type(), List.of(number)));
        }
    }
}
