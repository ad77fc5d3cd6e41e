package dev.nydusview.rootfs.record;

import dev.nydusview.base.SafeText;
import dev.nydusview.base.Sha256;
import dev.nydusview.linux.DirectoryHandle;
import dev.nydusview.linux.FileHandle;
import dev.nydusview.linux.Posix;
import dev.nydusview.linux.PosixException;
import dev.nydusview.linux.Status;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rootfs.Omission;
import dev.nydusview.rootfs.unpack.FileMetadata;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares a tree with its record, line by line. Everything that the system reports must be the same, the time of the
 * last change included; only a file whose change time or number differs is read, as its content may still be the same.
 */
final class TreeCheck implements DirectoryWalk.Visitor {
    /** Characters that every line has room in: a name and a target of three characters a byte, and numbers. */
    private static final int MAX_LINE = 1 << 14;

    private static final FileMetadata NOTHING = FileMetadata.implied();

    private final BufferedReader in;
    private final DirectoryWalk.Place place;
    private final TreeLosses losses = new TreeLosses();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private long lines;

    private TreeCheck(BufferedReader in, DirectoryWalk.Place place) {
        this.in = in;
        this.place = place;
    }

    /** The tree is not the recorded one. */
    private static final class Differs extends IOException {
        private static final long serialVersionUID = 1L;

        Differs(String message) {
            super(message);
        }
    }

    /** @param first line that the record must have */
    static TreeState run(Posix posix, Path record, String first, Path root) throws IOException {
        if (!Files.isRegularFile(record, LinkOption.NOFOLLOW_LINKS)) {
            return different("its record is missing or damaged");
        }
        try (BufferedReader in = Files.newBufferedReader(record, StandardCharsets.US_ASCII)) {
            if (!first.equals(line(in))) {
                return different("its record belongs to another image");
            }
            TreeCheck check = DirectoryWalk.run(posix, root, place -> new TreeCheck(in, place));
            if (!(TreeRecord.LAST + check.lines).equals(line(in)) || in.read() >= 0) {
                return different("its record does not end with its last file");
            }
            return new TreeState(check.losses, null);
        } catch (Differs e) {
            return different(String.valueOf(e.getMessage()));
        } catch (CharacterCodingException e) {
            return different("its record is missing or damaged");
        } catch (PosixException e) {
            if (!e.absent() && !e.notDirectory()) {
                throw e;
            }
            return different("a file is missing");
        }
    }

    private static TreeState different(String how) {
        return new TreeState(new TreeLosses(), how);
    }

    /** Reads a line; cuts it if it is too long to be one. */
    private static String line(BufferedReader in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n' && line.length() < MAX_LINE; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    /** Returns the path of the directory of the current entry, whose name is {@code name}. */
    private byte[] above(RawName name) {
        byte[] path = place.path();
        return Arrays.copyOf(path, Math.max(0, path.length - name.length() - 1));
    }

    /**
     * Reads lines up to the next one about a file that is in the tree.
     *
     * @param directory path of the directory that the lines before it are about
     */
    private RecordLine next(byte[] directory) throws IOException {
        while (true) {
            RecordLine line = RecordLine.parse(line(in));
            if (line == null) {
                throw differs("is not in its record");
            }
            lines++;
            if (!line.isSpecial()) {
                return line;
            }
            losses.add(line.omissions(), () -> line.path(directory));
        }
    }

    private Differs differs(String how) {
        return new Differs(SafeText.escape(place.path()) + " " + how);
    }

    @Override
    public void enter(RawName name) throws IOException {
        if (!next(above(name)).equals(RecordLine.begin(name))) {
            throw differs("is not in its record");
        }
    }

    @Override
    public void leave(@Nullable DirectoryHandle directory, Status status) throws IOException {
        losses.seen(place);
        RecordLine recorded = next(place.path());
        compare(recorded, RecordLine.end(status, NOTHING));
        Set<Omission> omissions = recorded.omissions();
        if (directory == null) {
            omissions.add(Omission.UNREADABLE);
        }
        losses.add(omissions, place::path);
    }

    @Override
    public void entry(DirectoryHandle directory, RawName name, Status status) throws IOException {
        losses.seen(place);
        RecordLine recorded = next(above(name));
        byte[] target = status.isSymlink() ? directory.linkTarget(name.bytes()) : null;
        if (target == null && !status.isRegular()) {
            throw differs("is not in its record");
        }
        RecordLine found = target == null
                ? RecordLine.file(name, status, NOTHING)
                : RecordLine.symlink(name, status, RawName.of(target), NOTHING);
        compare(recorded, found);
        Set<Omission> omissions = recorded.omissions();
        if (target == null && !TreeRecord.isReadable(directory, name)) {
            omissions.add(Omission.UNREADABLE);
        } else if (target == null && !recorded.identity().equals(found.identity())) {
            compareContent(recorded, directory, name);
        }
        losses.add(omissions, place::path);
    }

    /** Compares everything but the content of a file. */
    private void compare(RecordLine recorded, RecordLine found) throws Differs {
        boolean file = found.type() == RecordLine.FILE;
        if (recorded.type() != found.type() || !recorded.name().equals(found.name())) {
            throw differs("is not in its record");
        }
        boolean same = recorded.attributes().equals(found.attributes())
                && (file || recorded.content().equals(found.content()));
        boolean untouched = recorded.identity().equals(found.identity());
        // Reading shows whether a file's content is as it was, but not links, directories and extended attributes.
        if (!same || (!untouched && (!file || recorded.hasXattrs()))) {
            throw differs("was changed");
        }
    }

    private void compareContent(RecordLine recorded, DirectoryHandle directory, RawName name) throws IOException {
        MessageDigest sha256 = Sha256.digester();
        try (FileHandle file = directory.openFile(name.bytes())) {
            while (file.read(buffer.clear())) {
                sha256.update(buffer.flip());
            }
        }
        if (!Sha256.finish(sha256).hex().equals(recorded.content())) {
            throw differs("was changed");
        }
    }
}
