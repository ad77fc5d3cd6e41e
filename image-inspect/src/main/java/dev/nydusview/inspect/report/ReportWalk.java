package dev.nydusview.inspect.report;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.walk.FileChunks;
import dev.nydusview.rafs.walk.TreeWalk;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Walks an image once and hands each file to all collectors. */
final class ReportWalk implements TreeWalk.Visitor {
    private final RafsImage image;
    private final DirectoryTree tree = new DirectoryTree();
    private final ChunkTable chunks;
    private final LargestFiles largest = new LargestFiles();
    private final SpecialFiles special = new SpecialFiles();
    private final DamageLog damage = new DamageLog();
    private final Set<Long> seen = new HashSet<>();
    private boolean chunksLeftOut;

    private ReportWalk(RafsImage image, ChunkExtents places) {
        this.image = image;
        this.chunks = new ChunkTable(places);
    }

    static ReportWalk through(RafsImage image, ChunkExtents places) throws IOException {
        ReportWalk walk = new ReportWalk(image, places);
        walk.root();
        TreeWalk.all(image.tree(), walk, walk.damage);
        walk.tree.sumUp();
        return walk;
    }

    /** The walk itself starts below it, and reports it if it cannot be read. */
    private void root() {
        try {
            special(EntryPath.ROOT, image.tree().inode(image.tree().root()));
        } catch (IOException e) {
            return;
        }
    }

    @Override
    public boolean visit(EntryPath path, Inode inode) {
        special(path, inode);
        if (inode.isDirectory()) {
            tree.enter(path);
            return true;
        }
        Directory directory = tree.at(path.parent());
        directory.addName();
        if (inode.isRegular() && seen.add(inode.number())) {
            add(path, inode, directory);
        }
        return true;
    }

    private void special(EntryPath path, Inode inode) {
        try {
            special.add(path, inode, image.tree().xattrs(inode));
        } catch (IOException e) {
            damage.add(path, "extended attributes: ", e);
            special.add(path, inode, List.of());
        }
    }

    private void add(EntryPath path, Inode file, Directory directory) {
        FileSum sum = new FileSum(path, directory);
        if (chunks.isFull()) {
            chunksLeftOut = true;
        } else {
            IOException failure =
                    FileChunks.visit(image.tree(), file, image.superblock().chunkSize(), sum::add);
            if (failure != null) {
                damage.add(path, "chunks: ", failure);
            }
        }
        directory.addFile(new Directory.FileItem(path, file.size(), sum.newPlain, sum.newStored));
        largest.add(path, file.size(), sum.count, sum.plain, sum.stored);
    }

    /** Adds up the chunks of one file: all of them, and those that are new. */
    private final class FileSum {
        private final EntryPath path;
        private final Directory directory;
        private long count;
        private long plain;
        private long stored;
        private long newPlain;
        private long newStored;

        FileSum(EntryPath path, Directory directory) {
            this.path = path;
            this.directory = directory;
        }

        void add(ChunkRecord record) {
            if (chunks.isFull()) {
                chunksLeftOut = true;
                return;
            }
            ChunkTable.Use use = chunks.use(record, directory, path);
            int size = record.chunk().size();
            count++;
            plain += size;
            stored += use.chunk().stored();
            if (use.first()) {
                newPlain += size;
                newStored += use.chunk().stored();
            }
        }
    }

    RafsImage image() {
        return image;
    }

    DirectoryTree tree() {
        return tree;
    }

    ChunkTable chunks() {
        return chunks;
    }

    LargestFiles largest() {
        return largest;
    }

    SpecialFiles special() {
        return special;
    }

    DamageLog damage() {
        return damage;
    }

    /** Tests whether there are more chunks than fit. */
    boolean chunksLeftOut() {
        return chunksLeftOut;
    }
}
