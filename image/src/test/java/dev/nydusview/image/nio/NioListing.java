package dev.nydusview.image.nio;

import dev.nydusview.rafs.model.FileType;
import dev.nydusview.testdata.Listing;
import dev.nydusview.testdata.ListingEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lists a file system by {@link Files} alone, file contents included. */
final class NioListing {
    private NioListing() {}

    static Listing of(FileSystem fileSystem) throws IOException {
        List<ListingEntry> entries = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(fileSystem.getPath("/"))) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                entries.add(entry(path));
            }
        }
        return Listing.of(entries);
    }

    private static ListingEntry entry(Path path) throws IOException {
        Map<String, Object> unix = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
        int mode = (int) unix.get("mode");
        boolean regular = (boolean) unix.get("isRegularFile");
        boolean linked = regular && (int) unix.get("nlink") > 1;
        boolean root = path.getNameCount() == 0;
        return new ListingEntry(
                latin1(path),
                "0o" + Integer.toOctalString(mode),
                Integer.toUnsignedLong((int) unix.get("uid")),
                Integer.toUnsignedLong((int) unix.get("gid")),
                root
                        ? null
                        : ((FileTime) unix.get("lastModifiedTime")).toInstant().getEpochSecond(),
                regular ? (Long) unix.get("size") : null,
                linked ? Long.valueOf((int) unix.get("nlink")) : null,
                linked ? unix.get("ino").toString() : null,
                regular ? sha256(path) : null,
                (boolean) unix.get("isSymbolicLink") ? latin1(Files.readSymbolicLink(path)) : null,
                rdev(mode, (long) unix.get("rdev")),
                xattrs(path));
    }

    private static @Nullable String rdev(int mode, long rdev) throws IOException {
        return FileType.ofMode(mode).isDevice()
                ? ((rdev >> 8) & 0xfff) + ":" + ((rdev & 0xff) | ((rdev >> 12) & 0xfff00))
                : null;
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            DigestInputStream digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
            digest.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> xattrs(Path path) throws IOException {
        Map<String, String> xattrs = new TreeMap<>();
        Files.readAttributes(path, "xattr:*", LinkOption.NOFOLLOW_LINKS)
                .forEach((name, value) -> xattrs.put(
                        new String(PathText.bytes(name), StandardCharsets.ISO_8859_1),
                        HexFormat.of().formatHex((byte[]) value)));
        return xattrs;
    }

    /** The bytes that the text of a path stands for, as listings have them. */
    static String latin1(Path path) {
        return new String(PathText.bytes(path.toString()), StandardCharsets.ISO_8859_1);
    }
}
