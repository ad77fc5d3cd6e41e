package dev.nydusview.architecture;

import java.util.List;

/** Stages of the data, from the name of an image to its reader. A stage never depends on a later one. */
@SuppressWarnings("ImmutableEnumChecker") // its collections are unmodifiable
enum Stage {
    NAMES("names of images", "registry.ref"),
    CREDENTIALS("credentials", "registry.auth"),
    REQUESTS("requests, retries, redirects", "registry.http"),
    DOCUMENTS("manifests and indexes", "registry.manifest"),
    LOCATIONS("ranges of blobs, and where chunks are in them", "rafs.blob"),
    PLACES("registries, layouts and blobs", "registry.endpoint", "registry.layout", "registry.blob"),
    STORAGE("blobs in storage and directories", "registry.backend"),
    CHOICE("the manifest of the image", "image.manifest"),
    METADATA("superblock, inodes, directories", "rafs.v5", "rafs.v6"),
    IMAGE("one tree, of either version", "rafs"),
    CHUNKS("chunks, decoded and verified", "rafs.chunk"),
    DISK("chunks on the disk", "chunkstore.cache"),
    BOOTSTRAP("bootstraps, verified and kept", "image.bootstrap"),
    FETCHES("chunks of all images, each fetched once", "chunkstore"),
    SOURCES("images by their sources", "image.source", "image.oci"),
    LIBRARY("the library of the process", "image"),
    FILES("operations by inode number", "fuse"),
    KERNEL("the kernel", "fuse.kernel", "fuse.jnr", "fuse.engine"),
    READS("reads of each scanner", "scan.access"),
    MOUNTS("mounts that only scanners see", "scan.mount"),
    VERDICTS("verdicts and receipts", "scan"),
    USES("use cases", "jobs.scan", "jobs.plugin", "jobs.judge", "jobs.mount");

    private final String data;
    private final List<String> packages;

    Stage(String data, String... packages) {
        this.data = data;
        this.packages = List.of(packages);
    }

    /** Returns the data that it gives to those after it. */
    String data() {
        return data;
    }

    /** Returns its packages, below {@code dev.nydusview}; not those below them. */
    List<String> packages() {
        return packages;
    }

    String[] fullPackages() {
        return packages.stream().map(name -> "dev.nydusview." + name).toArray(String[]::new);
    }
}
