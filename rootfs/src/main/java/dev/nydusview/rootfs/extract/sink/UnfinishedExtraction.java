package dev.nydusview.rootfs.extract.sink;

import dev.nydusview.base.SafeText;
import dev.nydusview.linux.DirectoryHandle;
import dev.nydusview.linux.FileHandle;
import dev.nydusview.linux.Listing;
import dev.nydusview.linux.Posix;
import dev.nydusview.linux.PosixException;
import dev.nydusview.linux.Status;
import dev.nydusview.linux.TreeRemoval;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.RawName;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Directory in the top of an extraction, which is there until the extraction is complete. */
public final class UnfinishedExtraction implements Closeable {
    /*
     * It has a file with the name of the image, the file that is being written, and, when an extraction goes on, all that
     * was in the top before, as directories "0", "1" and so on. The tree is written anew, by the same code as in an empty
     * directory; the earlier ones are but a source of bytes, each chunk of which is verified. So whatever is in them cannot
     * pass for a part of the image, and links, owners, modes and attributes of the new tree are the image's.
     *
     * Its name is random, and it counts only in a top that is this user's alone: a name that an image has there, or what
     * another user has put there, does not let an extraction take away what is in a directory.
     */
    private static final String PREFIX = ".nydusview-unfinished-";
    private static final int RANDOM_BYTES = 8;
    private static final byte[] IMAGE = ascii("image");
    private static final int MAX_IMAGE = 4096;
    private static final int OTHERS = 077;

    /** Extractions that ended early whose files are still read, the last ones. */
    private static final int MAX_TREES = 16;

    private final DirectoryHandle top;
    private final byte[] name;
    private final DirectoryHandle place;
    private final @Nullable EarlierTree earlier;

    private UnfinishedExtraction(
            DirectoryHandle top, byte[] name, DirectoryHandle place, @Nullable EarlierTree earlier) {
        this.top = top;
        this.name = name;
        this.place = place;
        this.earlier = earlier;
    }

    /** Tests names in the top of a directory. */
    @FunctionalInterface
    public interface Names {
        boolean has(RawName name) throws IOException;
    }

    /** Returns the image of which an extraction into {@code directory} has ended early; null if there is none. */
    public static @Nullable String image(Posix posix, Path directory) throws IOException {
        try (DirectoryHandle top = DirectoryHandle.open(posix, directory)) {
            byte[] found = find(posix, top);
            if (found == null) {
                return null;
            }
            try (DirectoryHandle place = top.enter(found)) {
                return imageOf(posix, place);
            }
        }
    }

    /**
     * Begins in {@code top}, which is this user's alone, or goes on.
     *
     * @param image not more than 4096 bytes
     * @param names of the image in its root
     * @throws IOException if the top has others, which are not moved away, or is being written to
     */
    static UnfinishedExtraction open(Posix posix, DirectoryHandle top, String image, Names names) throws IOException {
        byte[] found = find(posix, top);
        byte[] name = found == null ? random() : found;
        DirectoryHandle place = found == null ? top.makeDirectory(name) : top.enter(name);
        try {
            if (!place.lock()) {
                throw new IOException("another process writes to it");
            }
            if (found == null) {
                try (FileHandle file = place.makeFile(IMAGE)) {
                    byte[] text = image.getBytes(StandardCharsets.UTF_8);
                    file.write(ByteBuffer.allocateDirect(text.length).put(text).flip(), 0);
                }
                return new UnfinishedExtraction(top, name, place, null);
            }
            requireAll(top, name, names);
            return new UnfinishedExtraction(top, name, place, new EarlierTree(place, moved(top, name, place)));
        } catch (IOException | RuntimeException | Error e) {
            place.close();
            throw e;
        }
    }

    private static byte @Nullable [] find(Posix posix, DirectoryHandle top) throws PosixException {
        if (!isOwn(posix, top.status())) {
            return null;
        }
        try (DirectoryHandle again = top.enterAgain()) {
            Listing listing = again.listing();
            for (byte[] name = listing.next(); name != null; name = listing.next()) {
                if (!isOurs(name)) {
                    continue;
                }
                try (DirectoryHandle place = top.enter(name)) {
                    if (imageOf(posix, place) != null) {
                        return name;
                    }
                } catch (PosixException e) {
                    // not one of these
                }
            }
            return null;
        }
    }

    private static @Nullable String imageOf(Posix posix, DirectoryHandle place) throws PosixException {
        if (!isOwn(posix, place.status())) {
            return null;
        }
        try (FileHandle file = place.openFile(IMAGE)) {
            Status status = file.status();
            if (!status.isRegular() || !isOwn(posix, status) || status.size() > MAX_IMAGE) {
                return null;
            }
            ByteBuffer text = ByteBuffer.allocateDirect(MAX_IMAGE);
            file.read(text, 0);
            return StandardCharsets.UTF_8.decode(text.flip()).toString();
        }
    }

    private static boolean isOwn(Posix posix, Status status) {
        return status.uid() == posix.user() && (status.permissions() & OTHERS) == 0;
    }

    private static boolean isOurs(byte[] name) {
        return new String(name, StandardCharsets.ISO_8859_1).startsWith(PREFIX);
    }

    /** Returns a name that no image can have reckoned with. */
    private static byte[] random() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return ascii(PREFIX + HexFormat.of().formatHex(random));
    }

    private static void requireAll(DirectoryHandle top, byte[] own, Names names) throws IOException {
        try (DirectoryHandle again = top.enterAgain()) {
            Listing listing = again.listing();
            for (byte[] name = listing.next(); name != null; name = listing.next()) {
                if (!Arrays.equals(name, own) && !names.has(RawName.of(name))) {
                    throw new IOException("has \"" + SafeText.escape(name)
                            + "\", which is not a part of the extraction: move it away");
                }
            }
        }
    }

    /** Moves all that is in {@code top} but {@code own}, which is {@code place}, into it; returns the trees in it. */
    private static List<byte[]> moved(DirectoryHandle top, byte[] own, DirectoryHandle place) throws PosixException {
        List<Integer> numbers = new ArrayList<>();
        try (DirectoryHandle again = place.enterAgain()) {
            Listing listing = again.listing();
            for (byte[] name = listing.next(); name != null; name = listing.next()) {
                String text = new String(name, StandardCharsets.ISO_8859_1);
                if (text.matches("\\d{1,6}")) {
                    numbers.add(Integer.parseInt(text));
                } else if (text.startsWith("file-")) {
                    place.move(name, place, ascii("part-" + text.substring(5)));
                }
            }
        }
        numbers.sort(null);
        int next = numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1) + 1;
        try (DirectoryHandle tree = place.makeDirectory(ascii(String.valueOf(next)))) {
            moveAll(top, own, tree);
        }
        numbers.add(next);
        List<byte[]> trees = new ArrayList<>();
        for (int i = numbers.size() - 1; i >= 0 && trees.size() < MAX_TREES; i--) {
            trees.add(ascii(String.valueOf(numbers.get(i))));
        }
        return trees;
    }

    private static void moveAll(DirectoryHandle top, byte[] own, DirectoryHandle tree) throws PosixException {
        boolean moved = true;
        while (moved) { // as a listing may miss names while others go
            moved = false;
            try (DirectoryHandle again = top.enterAgain()) {
                Listing listing = again.listing();
                for (byte[] name = listing.next(); name != null; name = listing.next()) {
                    if (!Arrays.equals(name, own)) {
                        move(top, name, tree);
                        moved = true;
                    }
                }
            }
        }
    }

    /** Moves an entry; a directory must be its owner's to write, as its ".." changes. */
    private static void move(DirectoryHandle top, byte[] name, DirectoryHandle tree) throws PosixException {
        if (top.status(name).isDirectory()) {
            top.permissions(name, ExtractedAttributes.OWNER_ALL);
        }
        top.move(name, tree, name);
    }

    /** Returns the place of the file that is being written. */
    DirectoryHandle place() {
        return place;
    }

    /** Returns the name of {@code file} while it is being written. */
    static byte[] nameOf(Inode file) {
        return ascii("file-" + Long.toHexString(file.number()));
    }

    /** Returns the name of what an earlier extraction has written of {@code file}, without having finished it. */
    static byte[] partOf(Inode file) {
        return ascii("part-" + Long.toHexString(file.number()));
    }

    /** Returns the trees of extractions that ended early; null if this one is the first. */
    @Nullable
    EarlierTree earlier() {
        return earlier;
    }

    /** Removes it from the top. */
    void remove() throws PosixException {
        TreeRemoval.remove(top, name);
    }

    @Override
    public void close() {
        if (earlier != null) {
            earlier.close();
        }
        place.close();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
