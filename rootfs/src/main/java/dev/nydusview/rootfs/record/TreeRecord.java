package dev.nydusview.rootfs.record;

import dev.nydusview.linux.DirectoryHandle;
import dev.nydusview.linux.Posix;
import dev.nydusview.linux.PosixException;
import dev.nydusview.linux.Status;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rootfs.Omission;
import dev.nydusview.rootfs.unpack.FileMetadata;
import dev.nydusview.rootfs.unpack.FileMetadataMap;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * File beside an unpacked image that lists it: a line for each file, directory by directory, in the order in which the
 * system lists them, devices and pipes included, which the tree does not have. Bound to the digest of the image's
 * manifest.
 */
public final class TreeRecord {
    static final String FIRST = "nydusview tree 1 ";
    static final String LAST = "end ";

    private final Posix posix;
    private final Path file;
    private final String digest;

    /** @param digest of the image's manifest */
    public TreeRecord(Posix posix, Path file, String digest) {
        this.posix = posix;
        this.file = file;
        this.digest = digest;
    }

    /**
     * Writes the record of the tree at {@code root}, and removes the placeholders of devices and pipes from the tree.
     *
     * @param metadataMap of all files of the tree
     * @return files that could not be unpacked as they are in the image
     */
    public TreeLosses write(Path root, FileMetadataMap metadataMap) throws IOException {
        TreeLosses losses = new TreeLosses();
        try (BufferedWriter out = Files.newBufferedWriter(
                file, StandardCharsets.US_ASCII, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            out.write(FIRST + digest + "\n");
            Maker maker = DirectoryWalk.run(posix, root, place -> new Maker(out, metadataMap, losses, place));
            out.write(LAST + maker.lines + "\n");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        return losses;
    }

    /** Compares the tree at {@code root} with the record. */
    public TreeState compare(Path root) throws IOException {
        return TreeCheck.run(posix, file, FIRST + digest, root);
    }

    /** Tests whether {@code name} can be opened, as a scanner will do. */
    static boolean isReadable(DirectoryHandle place, RawName name) throws PosixException {
        try {
            place.openFile(name.bytes()).close();
            return true;
        } catch (PosixException e) {
            if (e.denied()) {
                return false;
            }
            throw e;
        }
    }

    private static final class Maker implements DirectoryWalk.Visitor {
        private final BufferedWriter out;
        private final FileMetadataMap metadataMap;
        private final TreeLosses losses;
        private final DirectoryWalk.Place place;
        private long lines;

        Maker(BufferedWriter out, FileMetadataMap metadataMap, TreeLosses losses, DirectoryWalk.Place place) {
            this.out = out;
            this.metadataMap = metadataMap;
            this.losses = losses;
            this.place = place;
        }

        @Override
        public void enter(RawName name) throws IOException {
            write(RecordLine.begin(name), EnumSet.noneOf(Omission.class));
        }

        @Override
        public void leave(@Nullable DirectoryHandle directory, Status status) throws IOException {
            losses.seen(place);
            RecordLine line = RecordLine.end(status, metadataMap.of(status));
            Set<Omission> omissions = line.omissions();
            if (directory == null) {
                omissions.add(Omission.UNREADABLE);
            }
            write(line, omissions);
        }

        @Override
        public void entry(DirectoryHandle directory, RawName name, Status status) throws IOException {
            FileMetadata metadata = metadataMap.of(status);
            if (metadata.isSpecial()) {
                Status before = directory.status();
                directory.removeFile(name.bytes());
                directory.mtime(before.mtime(), before.mtimeNanos());
                RecordLine line = RecordLine.special(name, metadata);
                write(line, line.omissions());
                return;
            }
            losses.seen(place);
            byte[] target = directory.linkTarget(name.bytes());
            RecordLine line = target == null
                    ? RecordLine.file(name, status, metadata)
                    : RecordLine.symlink(name, status, RawName.of(target), metadata);
            Set<Omission> omissions = line.omissions();
            if (target == null && !isReadable(directory, name)) {
                omissions.add(Omission.UNREADABLE);
            }
            write(line, omissions);
        }

        private void write(RecordLine line, Set<Omission> omissions) throws IOException {
            out.write(line.text());
            out.write('\n');
            lines++;
            losses.add(omissions, place::path);
        }
    }
}
