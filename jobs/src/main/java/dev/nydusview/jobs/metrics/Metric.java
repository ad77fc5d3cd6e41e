package dev.nydusview.jobs.metrics;

import java.util.List;
import java.util.Locale;

/** The metrics of a process. Their names and labels are a contract, and no label has unbounded values. */
public enum Metric {
    REGISTRY_REQUESTS(
            Kind.COUNTER,
            "nydusview_registry_requests",
            "Requests to registries, token servers and storage by class of status; \"none\" had no answer",
            "host",
            "status"),
    REGISTRY_RECEIVED(
            Kind.COUNTER, "nydusview_registry_received_bytes", "Bytes of bodies of answers that arrived", "host"),
    REGISTRY_RETRIES(Kind.COUNTER, "nydusview_registry_retries", "Requests that repeat a failed one", "host"),
    REGISTRY_WAITING(
            Kind.COUNTER,
            "nydusview_registry_waiting_seconds",
            "Time that reads have waited for a host to come back, or for their next attempt, added up",
            "host"),
    REGISTRY_DOWN(Kind.GAUGE, "nydusview_registry_hosts_down", "Hosts that do not answer at present"),
    BLOB_RANGES(Kind.COUNTER, "nydusview_blob_ranges", "Ranges of blobs that were read from the source"),
    BLOB_RANGES_AGAIN(
            Kind.COUNTER, "nydusview_blob_ranges_again", "Ranges that were read once more as their bytes were wrong"),
    BLOB_BYTES(Kind.COUNTER, "nydusview_blob_bytes", "Stored bytes of blobs that were read from the source"),
    BLOB_BYTES_AHEAD(
            Kind.COUNTER, "nydusview_blob_ahead_bytes", "Stored bytes that were asked for before a reader wanted them"),
    CHUNKS_VERIFIED(
            Kind.COUNTER,
            "nydusview_chunks_verified",
            "Chunks that were verified, from the source (a cache miss) or from the disk cache (a hit)",
            "from"),
    CACHE_WRITE_FAILURES(
            Kind.COUNTER, "nydusview_cache_write_failures", "Chunks that could not be written to the disk cache"),
    CACHE_SIZE(
            Kind.GAUGE, "nydusview_cache_size_bytes", "Bytes that the blobs in the disk cache take, of all processes"),
    MOUNTS_OPEN(Kind.GAUGE, "nydusview_mounts_open", "Mounts that are served at present"),
    FUSE_OPERATIONS(
            Kind.COUNTER,
            "nydusview_fuse_operations",
            "Requests of the kernel to mounts of the native engine",
            "operation"),
    FUSE_FAILURES(Kind.COUNTER, "nydusview_fuse_failures", "Requests for files that failed, by kind", "kind"),
    FUSE_SERVED(Kind.COUNTER, "nydusview_fuse_served_bytes", "Bytes of files that the kernel was given"),
    FUSE_READ_LATENCY(Kind.HISTOGRAM, "nydusview_fuse_read_latency_seconds", "Time from a read to its bytes"),
    SCANS(Kind.COUNTER, "nydusview_scans", "Scans of an image by one scanner or plugin, by verdict", "verdict"),
    SCANNER_TIMEOUTS(
            Kind.COUNTER, "nydusview_scanner_timeouts", "Scanners and plugins that were killed at their time-out"),
    AUTHZ_DECISIONS(
            Kind.COUNTER, "nydusview_authz_decisions", "Decisions about requests of docker, by effect", "effect"),
    JVM_HEAP(Kind.GAUGE, "nydusview_jvm_heap_bytes", "Heap of the process: used, committed and at most", "area"),
    RESIDENT(Kind.GAUGE, "nydusview_resident_memory_bytes", "Resident memory of the process"),
    THREADS(Kind.GAUGE, "nydusview_threads", "Threads of the process"),
    UP(Kind.GAUGE, "nydusview_healthy", "1 if the command can do its work, as /healthz answers, else 0"),
    START_TIME(Kind.GAUGE, "nydusview_start_time_seconds", "Time at which the process began, in seconds since 1970");

    /** Types of Prometheus. */
    public enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    private final Kind kind;
    private final String base;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker") // it is made by List.of
    private final List<String> labels;

    Metric(Kind kind, String base, String help, String... labels) {
        this.kind = kind;
        this.base = base;
        this.help = help;
        this.labels = List.of(labels);
    }

    public Kind kind() {
        return kind;
    }

    /** The name without the suffix that counters have. */
    String base() {
        return base;
    }

    /** The name that Prometheus sees. */
    public String exposedName() {
        return kind == Kind.COUNTER ? base + "_total" : base;
    }

    /** The type in lower case. */
    public String type() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** The meaning, as a phrase. */
    public String help() {
        return help;
    }

    public List<String> labels() {
        return labels;
    }
}
