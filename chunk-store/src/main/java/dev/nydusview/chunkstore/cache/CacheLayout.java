package dev.nydusview.chunkstore.cache;

import dev.nydusview.base.HomeDirectory;
import dev.nydusview.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Paths of everything below the root of the cache; no other class makes up such a path. */
public final class CacheLayout {
    /** Ends the name of a file with the decompressed chunks of a blob. */
    static final String DATA_SUFFIX = ".data";

    /** Suffix of the file beside it that records which chunks are present. */
    static final String STATE_SUFFIX = ".state";

    /** Suffix of the file beside it that records when each stretch was used. */
    static final String USE_SUFFIX = ".use";

    /** Suffix of a file with the stored bytes of a whole blob. */
    static final String WHOLE_SUFFIX = ".whole";

    private static final Pattern BLOB_FILE = Pattern.compile("(x-)?[0-9a-f]{64}\\.(data|state|use|whole)");

    /** A name may have characters around the digest while the file is written. */
    private static final Pattern BOOTSTRAP = Pattern.compile(".*[0-9a-f]{64}.*");

    private final Path root;

    public CacheLayout(Path root) {
        this.root = root;
    }

    /**
     * Returns the default place of the cache: {@code $NYDUSVIEW_CACHE_DIR}, else {@code $XDG_CACHE_HOME/nydusview},
     * else {@code .cache/nydusview} in the home directory. As the XDG specification demands, {@code $XDG_CACHE_HOME} counts only if it
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
        Path home = HomeDirectory.of(env);
        return (home == null ? Path.of("/") : home).resolve(".cache/nydusview");
    }

    private static @Nullable String set(Map<String, String> env, String name) {
        String value = env.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    public Path root() {
        return root;
    }

    /** Directory of the unpacked bootstrap layer with {@code digest}. */
    public Path bootstrap(Sha256 digest) {
        return bootstraps().resolve(digest.hex());
    }

    /** Returns the directory in which the launcher keeps class archives, even before a cache exists. */
    public Path archives() {
        return root.resolve("archives");
    }

    /** Directory of all unpacked bootstrap layers. */
    public Path bootstraps() {
        return root.resolve("bootstraps");
    }

    /** Directory of the unpacked OCI image whose manifest has {@code digest}. */
    public Path image(Sha256 digest) {
        return images().resolve(digest.hex());
    }

    /** File with the manifest, index or configuration that has {@code digest}. */
    public Path manifest(Sha256 digest) {
        return manifests().resolve(digest.hex());
    }

    /** Directory of all manifests, indexes and configurations. */
    public Path manifests() {
        return root.resolve("manifests");
    }

    /** File with the last known digest of the image that users call {@code name}. */
    public Path reference(String name) {
        return references()
                .resolve(Sha256.of(name.getBytes(StandardCharsets.UTF_8)).hex());
    }

    /** Directory of all names of images. */
    public Path references() {
        return root.resolve("references");
    }

    /** Returns the file with the paths that were read of images of {@code repository}, such as {@code host/name}. */
    public Path reads(String repository) {
        return reads().resolve(
                        Sha256.of(repository.getBytes(StandardCharsets.UTF_8)).hex());
    }

    /** Returns the directory of the paths that were read of all repositories. */
    public Path reads() {
        return root.resolve("reads");
    }

    /** Directory of the manifests of plugins. */
    public Path plugins() {
        return root.resolve("plugins");
    }

    /** Directory of all unpacked OCI images. */
    public Path images() {
        return root.resolve("images");
    }

    /** Returns the file with the bytes that blobs may take on disk, in decimal digits. */
    Path size() {
        return root.resolve("size");
    }

    /** Returns the file whose lock lets one process at a time make room. */
    Path budget() {
        return blobs().resolve("budget");
    }

    /** Returns the file that tells which blobs have the chunk with a digest. */
    Path digests() {
        return blobs().resolve("digests");
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

    Path use(String blobId) {
        return blobs().resolve(fileName(blobId) + USE_SUFFIX);
    }

    /** Returns the file of a whole blob as it is stored elsewhere, if that does not serve ranges. */
    Path whole(Sha256 blob) {
        return blobs().resolve(blob.hex() + WHOLE_SUFFIX);
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
        return Sha256.isHex(name);
    }

    /** A blob table may hold any string as an id, so only digests become file names as they are. */
    private static String fileName(String blobId) {
        return Sha256.isHex(blobId)
                ? blobId
                : "x-" + Sha256.of(blobId.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
