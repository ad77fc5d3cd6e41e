package dev.nydusview.architecture;

import java.util.List;
import java.util.Set;

/** The modules of the project, lowest first, and the modules and libraries that each may depend on. */
@SuppressWarnings("ImmutableEnumChecker") // its collections are unmodifiable
enum Module {
    BASE(
            Floor.FORMATS,
            "base",
            "base",
            "the vocabulary of all modules",
            Set.of(),
            "tools.jackson..",
            "com.fasterxml.jackson.annotation.."),
    LINUX(
            Floor.FORMATS,
            "linux",
            "linux",
            "the one binding of the C library",
            Set.of(BASE),
            "jnr.ffi..",
            "com.kenai.jffi.."),
    RAFS_READER(
            Floor.FORMATS,
            "rafs-reader",
            "rafs",
            "bootstraps of v5 and v6, chunks from stored bytes",
            Set.of(BASE),
            "javax.crypto..",
            "com.github.luben.zstd..",
            "net.jpountz..",
            "jdk.incubator.vector.."),
    RAFS_CHECK(Floor.FORMATS, "rafs-check", "check", "fsck of bootstraps and blobs", Set.of(BASE, RAFS_READER)),
    RAFS_WRITER(
            Floor.FORMATS,
            "rafs-writer",
            "rafswriter",
            "bootstraps of v5 and v6, and blobs, written",
            Set.of(BASE, RAFS_READER),
            "com.github.luben.zstd..",
            "net.jpountz.."),
    ROOTFS(
            Floor.FORMATS,
            "rootfs",
            "rootfs",
            "file trees and tar archives, written and read",
            Set.of(BASE, LINUX, RAFS_READER),
            "com.github.luben.zstd.."),
    HTTP_SERVER(Floor.ENGINE, "http-server", "http", "HTTP on sockets of this machine", Set.of(BASE), "org.slf4j.."),
    SECURITY_LOG(
            Floor.ENGINE,
            "security-log",
            "securitylog",
            "events for systems that collect them, delivered to files and syslog",
            Set.of(BASE),
            "com.cloudbees.syslog..",
            "javax.net..",
            "jnr.unixsocket.."),
    CHUNK_STORE(
            Floor.ENGINE,
            "chunk-store",
            "chunkstore",
            "which chunk is fetched, once; memory and disk cache",
            Set.of(BASE, LINUX, RAFS_READER)),
    REGISTRY_FETCH(
            Floor.ENGINE,
            "registry-fetch",
            "registry",
            "the OCI client, and storage beside registries",
            Set.of(BASE, RAFS_READER),
            "javax.crypto..",
            "javax.net..",
            "javax.xml.stream..",
            "okhttp3..",
            "okio..",
            "kotlin..",
            "software.amazon.awssdk..",
            "org.slf4j..",
            "tools.jackson.."),
    IMAGE(
            Floor.ENGINE,
            "image",
            "image",
            "the library that opens images and owns what they share",
            Set.of(BASE, LINUX, RAFS_READER, ROOTFS, CHUNK_STORE, REGISTRY_FETCH),
            "org.slf4j.."),
    FUSE_MOUNT(
            Floor.ENGINE,
            "fuse-mount",
            "fuse",
            "mounts, by engines that are plugged in",
            Set.of(BASE, LINUX, RAFS_READER),
            "jnr.ffi..",
            "jnr.constants..",
            "com.kenai.jffi..",
            "ru.serce.jnrfuse.."),
    IMAGE_INSPECT(
            Floor.ENGINE,
            "image-inspect",
            "inspect",
            "questions about metadata",
            Set.of(BASE, RAFS_READER),
            "com.fasterxml.jackson.annotation.."),
    SCAN_ADAPTER(
            Floor.ENGINE,
            "scan-adapter",
            "scan",
            "scanners over mounts, and verdicts",
            Set.of(BASE, LINUX, RAFS_READER, FUSE_MOUNT),
            "tools.jackson..",
            "com.fasterxml.jackson.annotation.."),
    PLUGIN_HOST(
            Floor.ENGINE,
            "plugin-host",
            "plugin",
            "plugins over scans, and their services",
            Set.of(BASE, LINUX, SCAN_ADAPTER),
            "com.github.packageurl..",
            "tools.jackson..",
            "com.fasterxml.jackson.annotation..",
            "org.slf4j.."),
    DOCKER_AUTHZ(
            Floor.FRONTS,
            "docker-authz",
            "authz",
            "docker's authorization plugin",
            Set.of(BASE, HTTP_SERVER, REGISTRY_FETCH),
            "tools.jackson..",
            "com.fasterxml.jackson.annotation..",
            "org.slf4j.."),
    JOBS(
            Floor.ENGINE,
            "jobs",
            "jobs",
            "use cases, without a command line",
            Set.of(
                    BASE,
                    LINUX,
                    RAFS_READER,
                    RAFS_CHECK,
                    ROOTFS,
                    HTTP_SERVER,
                    SECURITY_LOG,
                    CHUNK_STORE,
                    REGISTRY_FETCH,
                    IMAGE,
                    FUSE_MOUNT,
                    IMAGE_INSPECT,
                    SCAN_ADAPTER,
                    PLUGIN_HOST,
                    DOCKER_AUTHZ),
            "io.prometheus.metrics..",
            "javax.net..",
            "tools.jackson..",
            "com.fasterxml.jackson.annotation.."),
    TESTKIT(
            Floor.BESIDE,
            "testkit",
            "testkit",
            "a registry of OCI layouts, for tests and the demo",
            Set.of(BASE, REGISTRY_FETCH),
            "com.sun.net.httpserver..",
            "tools.jackson.."),
    CLI(
            Floor.FRONTS,
            "cli",
            "cli",
            "commands, options, the prompt",
            Set.of(
                    BASE,
                    LINUX,
                    RAFS_READER,
                    ROOTFS,
                    SECURITY_LOG,
                    CHUNK_STORE,
                    REGISTRY_FETCH,
                    IMAGE,
                    FUSE_MOUNT,
                    IMAGE_INSPECT,
                    SCAN_ADAPTER,
                    PLUGIN_HOST,
                    JOBS,
                    TESTKIT),
            "picocli..",
            "org.jline..",
            "org.slf4j..",
            "sun.misc..",
            "tools.jackson..",
            "com.fasterxml.jackson.annotation..");

    /** The floors: each knows those below it only. */
    enum Floor {
        FORMATS,
        ENGINE,
        FRONTS,
        BESIDE
    }

    private final Floor floor;
    private final String directory;
    private final String rootPackage;
    private final String purpose;
    private final Set<Module> modules;
    private final List<String> libraries;

    Module(
            Floor floor,
            String directory,
            String rootPackage,
            String purpose,
            Set<Module> modules,
            String... libraries) {
        this.floor = floor;
        this.directory = directory;
        this.rootPackage = "dev.nydusview." + rootPackage;
        this.purpose = purpose;
        this.modules = modules;
        this.libraries = List.of(libraries);
    }

    Floor floor() {
        return floor;
    }

    /** Returns its directory, which is its artifact id as well. */
    String directory() {
        return directory;
    }

    /** Returns the package that it has to itself, with all below it. */
    String rootPackage() {
        return rootPackage;
    }

    String purpose() {
        return purpose;
    }

    Set<Module> modules() {
        return modules;
    }

    /** Returns the packages of other projects that it may use, besides the JDK's and the annotations of nullness. */
    List<String> libraries() {
        return libraries;
    }
}
