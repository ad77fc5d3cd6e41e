package dev.nydusview.testdata;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import jnr.ffi.LibraryLoader;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;
import org.jspecify.annotations.Nullable;

/** Lists a directory as any program sees it, through the kernel. Paths keep their bytes in their URI form. */
public final class DirectoryListing {
    private static final int TYPE = 0170000;
    private static final LibC LIBC = LibraryLoader.create(LibC.class).load("c");

    public interface LibC {
        @ssize_t
        long llistxattr(@In byte[] path, @Out byte @Nullable [] list, @size_t long size);

        @ssize_t
        long lgetxattr(@In byte[] path, @In byte[] name, @Out byte @Nullable [] value, @size_t long size);

        @ssize_t
        long readlink(@In byte[] path, @Out byte[] target, @size_t long size);
    }

    private final byte[] root;
    private final List<ListingEntry> entries = new ArrayList<>();

    private DirectoryListing(Path root) {
        this.root = bytes(root);
    }

    public static Listing of(Path root) throws IOException {
        DirectoryListing listing = new DirectoryListing(root);
        listing.add(root);
        return Listing.of(listing.entries);
    }

    private void add(Path path) throws IOException {
        Map<String, Object> stat = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
        entries.add(entry(path, stat));
        if ((number(stat, "mode") & TYPE) == 0040000) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
                for (Path child : children) {
                    add(child);
                }
            }
        }
    }

    private ListingEntry entry(Path path, Map<String, Object> stat) throws IOException {
        byte[] raw = bytes(path);
        String name = new String(raw, root.length, raw.length - root.length, StandardCharsets.ISO_8859_1);
        long type = number(stat, "mode") & TYPE;
        boolean regular = type == 0100000;
        boolean linked = regular && number(stat, "nlink") > 1;
        return new ListingEntry(
                name.isEmpty() ? "/" : name,
                "0o" + Long.toOctalString(number(stat, "mode")),
                number(stat, "uid") & 0xffff_ffffL,
                number(stat, "gid") & 0xffff_ffffL,
                name.isEmpty() ? null : mtime(stat),
                regular ? number(stat, "size") : null,
                linked ? number(stat, "nlink") : null,
                linked ? Long.toString(number(stat, "ino")) : null,
                regular ? sha256(path) : null,
                type == 0120000 ? target(raw) : null,
                type == 0020000 || type == 0060000 ? device(number(stat, "rdev")) : null,
                xattrs(raw));
    }

    private static long number(Map<String, Object> stat, String key) {
        return ((Number) requireNonNull(stat.get(key), key)).longValue();
    }

    private static long mtime(Map<String, Object> stat) {
        return Math.floorDiv(
                ((FileTime) requireNonNull(stat.get("lastModifiedTime"))).to(TimeUnit.MICROSECONDS), 1_000_000L);
    }

    private static String device(long rdev) {
        long major = (rdev >>> 8 & 0xfff) | (rdev >>> 32 & 0xffff_f000L);
        long minor = (rdev & 0xff) | (rdev >>> 12 & 0xffff_ff00L);
        return major + ":" + minor;
    }

    private static String target(byte[] path) {
        byte[] target = new byte[5000];
        return latin1(target, (int) LIBC.readlink(nulTerminated(path), target, target.length));
    }

    private static Map<String, String> xattrs(byte[] path) {
        byte[] terminated = nulTerminated(path);
        byte[] names = new byte[(int) LIBC.llistxattr(terminated, null, 0)];
        LIBC.llistxattr(terminated, names, names.length);
        Map<String, String> xattrs = new TreeMap<>();
        for (String name : latin1(names, names.length).split("\0", -1)) {
            if (!name.isEmpty()) {
                byte[] key = nulTerminated(name.getBytes(StandardCharsets.ISO_8859_1));
                byte[] value = new byte[(int) LIBC.lgetxattr(terminated, key, null, 0)];
                LIBC.lgetxattr(terminated, key, value, value.length);
                xattrs.put(name, HexFormat.of().formatHex(value));
            }
        }
        return xattrs;
    }

    private static String sha256(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String latin1(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static byte[] nulTerminated(byte[] bytes) {
        return java.util.Arrays.copyOf(bytes, bytes.length + 1);
    }

    /** Returns the bytes of a path: its URI has them percent-encoded, valid text or not. */
    private static byte[] bytes(Path path) {
        String encoded = path.toUri().getRawPath();
        byte[] bytes = new byte[encoded.length()];
        int length = 0;
        for (int i = 0; i < encoded.length(); i++, length++) {
            if (encoded.charAt(i) == '%') {
                bytes[length] = (byte) Integer.parseInt(encoded, i + 1, i + 3, 16);
                i += 2;
            } else {
                bytes[length] = (byte) encoded.charAt(i);
            }
        }
        boolean slash = length > 1 && bytes[length - 1] == '/';
        return java.util.Arrays.copyOf(bytes, slash ? length - 1 : length);
    }
}
