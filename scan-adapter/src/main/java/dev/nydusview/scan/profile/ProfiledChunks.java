package dev.nydusview.scan.profile;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.walk.TreeWalk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The chunks of the files that profiles name, as far as they are worth a fetch. */
final class ProfiledChunks {
    /** Limit of listed chunks: those of a blob of one TiB. */
    private static final int MAX_CHUNKS = 1 << 20;

    private final InodeTree tree;
    private final int chunkSize;
    private final Visitor visitor;
    private final List<List<Rule.Matcher>> profiles;
    private int count;
    private EntryPath directory = EntryPath.ROOT;
    private String prefix = "";

    /** Receives what is selected. */
    interface Visitor {
        /**
         * Receives the chunks of a file that are worth a fetch.
         *
         * @param rule counted over all profiles, from 0
         */
        void selected(int rule, Inode file, List<ChunkRef> chunks);
    }

    private ProfiledChunks(RafsImage image, List<Profile> chosen, Visitor visitor) {
        this.tree = image.tree();
        this.chunkSize = image.superblock().chunkSize();
        this.visitor = visitor;
        this.profiles = chosen.stream()
                .map(profile -> profile.rules().stream().map(Rule::matcher).toList())
                .toList();
    }

    /** Visits what {@code profiles} select in {@code image}, in the order of the tree, in which scanners come by. */
    static void visit(RafsImage image, List<Profile> profiles, Visitor visitor) {
        TreeWalk.readable(image.tree(), new ProfiledChunks(image, profiles, visitor)::visit);
    }

    /** All that profiles select: files by their inode numbers, and the chunks of the first rules first. */
    record Selection(Set<Long> files, List<ChunkRef> chunks) {
        static Selection of(RafsImage image, List<Profile> profiles) {
            Set<Long> files = new HashSet<>();
            SortedMap<Integer, List<ChunkRef>> byRule = new TreeMap<>();
            visit(image, profiles, (rule, file, chunks) -> {
                files.add(file.number());
                byRule.computeIfAbsent(rule, one -> new ArrayList<>()).addAll(chunks);
            });
            return new Selection(
                    files, byRule.values().stream().flatMap(List::stream).toList());
        }
    }

    private boolean visit(EntryPath path, Inode inode) {
        if (inode.isRegular() && inode.size() > 0) {
            String text = text(path);
            int rule = 0;
            for (List<Rule.Matcher> profile : profiles) {
                visit(text, inode, profile, rule);
                rule += profile.size();
            }
        }
        return count < MAX_CHUNKS;
    }

    /** Passes on the chunks that the first matching rule of a profile wants. */
    private void visit(String path, Inode file, List<Rule.Matcher> rules, int first) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).matches(path, file)) {
                List<ChunkRef> chunks = chunks(file, rules.get(i).part());
                count += chunks.size();
                visitor.selected(first + i, file, chunks);
                return;
            }
        }
    }

    private List<ChunkRef> chunks(Inode file, FilePart part) {
        long last = (file.size() - 1) / chunkSize * chunkSize;
        List<ChunkRef> chunks = new ArrayList<>();
        try {
            switch (part) {
                case FIRST -> chunks.addAll(tree.chunks(file, 0, 1));
                case LAST -> chunks.addAll(tree.chunks(file, last, 1));
                case ENDS -> addEnds(file, last, chunks);
                case PROGRAM -> addEnds(file, Math.max(last - chunkSize, Math.min(last, chunkSize)), chunks);
                case WHOLE -> chunks.addAll(tree.chunks(file, 0, Math.min(file.size(), (long) MAX_CHUNKS * chunkSize)));
            }
        } catch (IOException e) {
            // A scanner that reads the file will get the failure.
        }
        return chunks;
    }

    private void addEnds(Inode file, long tail, List<ChunkRef> chunks) throws IOException {
        chunks.addAll(tree.chunks(file, 0, 1));
        if (tail > 0) {
            chunks.addAll(tree.chunks(file, tail, file.size() - tail));
        }
    }

    /** Returns the path as patterns see it. The directory's part is kept for its other files, which come next. */
    private String text(EntryPath path) {
        if (!path.parent().equals(directory)) {
            directory = path.parent();
            prefix = directory.names().stream().map(name -> name + "/").collect(Collectors.joining());
        }
        return prefix + path.name();
    }
}
