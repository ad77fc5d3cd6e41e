package dev.nydusview.registry.manifest;

/** Media types of documents that a tag can lead to. */
public final class MediaTypes {
    public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    public static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";

    /** Value of the {@code Accept} header of a manifest request. */
    public static final String ACCEPT = String.join(", ", OCI_MANIFEST, OCI_INDEX, DOCKER_MANIFEST, DOCKER_LIST);

    private MediaTypes() {}

    /** Tests whether a descriptor of this media type is one of an index. */
    public static boolean isIndex(String mediaType) {
        return mediaType.equals(OCI_INDEX) || mediaType.equals(DOCKER_LIST);
    }

    /** Tests for the media types of an image's manifest. */
    static boolean isManifest(String mediaType) {
        return mediaType.equals(OCI_MANIFEST) || mediaType.equals(DOCKER_MANIFEST);
    }

    /** Tests whether a descriptor of this media type, which may be empty, can be one of an image's manifest. */
    public static boolean mayBeImage(String mediaType) {
        return mediaType.isEmpty() || isManifest(mediaType);
    }
}
