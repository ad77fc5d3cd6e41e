package dev.nydusview.chunkstore.cache;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Paths of everything below the root of the cache; no other class makes up such a path. */
public final class CacheLayout {
    /** Ends the name of a file with the decompressed chunks of a blob. */
    static final String DATA_SUFFIX = ".data";

    /** Suffix of the file beside it that records which chunks are present. */
    static final String STATE_SUFFIX = ".state";

    private static final Pattern HEX_ID = Pattern.compile("[0-9a-f]{64}");

    private static final Pattern BLOB_FILE = Pattern.compile("(x-)?[0-9a-f]{64}\\.(data|state)");

    /** A name may have characters around the digest while the file is written. */
    private static final Pattern BOOTSTRAP = Pattern.compile(".*[0-9a-f]{64}.*");

    private final Path root;

    public CacheLayout(Path root) {
        this.root = root;
    }

    /**
     * Returns the default place of the cache: {@code $NYDUSVIEW_CACHE_DIR}, else {@code $XDG_CACHE_HOME/nydusview},
     * else {@code $HOME/.cache/nydusview}. As the XDG specification demands, {@code $XDG_CACHE_HOME} counts only if it
     * is absolute.
     */
    public static Path defaultRoot(Map<String, String> env) {
        String own = set(env, "NYDUSVIEW_CACHE_DIR");
        if (own != null) {
            return Path.of(own);
        }
        String xdg = set(env, "XDG_CACHE_HOME");
        if (xdg != null && Path.of(xdg).isAbsolute()) {
            return Path.of(xdg, "nydusview");
        }
        String home = set(env, "HOME");
        return Path.of(home == null ? System.getProperty("user.home") : home, ".cache", "nydusview");
    }

    private static @Nullable String set(Map<String, String> env, String name) {
        String value = env.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    public Path root() {
        return root;
    }

    /** Directory of the unpacked bootstrap layer with that {@code sha256:} digest. */
    public Path bootstrap(String layerDigest) {
        return bootstraps().resolve(layerDigest.substring(layerDigest.indexOf(':') + 1));
    }

    /** Returns the directory in which the launcher keeps class archives, even before a cache exists. */
    public Path archives() {
        return root.resolve("archives");
    }

    /** Directory of all unpacked bootstrap layers. */
    public Path bootstraps() {
        return root.resolve("bootstraps");
    }

    /** Directory of the unpacked OCI image whose manifest has that {@code sha256:} digest. */
    public Path image(String manifestDigest) {
        return images().resolve(manifestDigest.substring(manifestDigest.indexOf(':') + 1));
    }

    /** Directory of all unpacked OCI images. */
    public Path images() {
        return root.resolve("images");
    }

    Path blobs() {
        return root.resolve("blobs");
    }

    /** Returns the file that identifies the root to backup programs and to {@code cache clear}. */
    public Path tag() {
        return root.resolve("CACHEDIR.TAG");
    }

    Path data(String blobId) {
        return blobs().resolve(fileName(blobId) + DATA_SUFFIX);
    }

    Path state(String blobId) {
        return blobs().resolve(fileName(blobId) + STATE_SUFFIX);
    }

    /** Tests whether a name in {@link #blobs} is one that this class gives. */
    static boolean isBlobFile(String name) {
        return BLOB_FILE.matcher(name).matches();
    }

    /** Tests whether a name in {@link #bootstraps} is one that this class gives. */
    public static boolean isBootstrap(String name) {
        return BOOTSTRAP.matcher(name).matches();
    }

    /** Tests whether a name in {@link #images} is one that {@link #image} gives. */
    public static boolean isImage(String name) {
        return HEX_ID.matcher(name).matches();
    }

    /** A blob table may hold any string as an id, so only digests become file names as they are. */
    private static String fileName(String blobId) {
        return HEX_ID.matcher(blobId).matches() ? blobId : "x-" + sha256(blobId);
    }

    private static String sha256(String text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
