package dev.nydusview.jobs.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.nydusview.base.ReplacedImage;
import dev.nydusview.fuse.ReadLedger;
import dev.nydusview.image.FetchStats;
import dev.nydusview.jobs.output.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Report of what a mount has served so far, or of what an ended mount has served.
 *
 * @param image name with the manifest's digest
 * @param standsInFor the plain image in whose place it is mounted; null if it is the one that was named
 * @param mountPoint absolute
 * @param pid of the process that serves it
 * @param ended when it was unmounted; null while it is mounted
 * @param served what was asked of it; its {@code failures} is exact
 * @param fetched what that cost
 * @param aheadBytes stored bytes that were fetched before anyone asked for them, contained in {@code fetched}
 * @param aheadUsedBytes stored bytes among them that readers were given then
 * @param failedReads which reads failed and why; not all of them if there were very many
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MountReport(
        int schemaVersion,
        State state,
        String image,
        @Nullable ReplacedImage standsInFor,
        String mountPoint,
        long pid,
        Instant started,
        @Nullable Instant ended,
        ReadLedger.Totals served,
        FetchStats fetched,
        long aheadBytes,
        long aheadUsedBytes,
        List<ReadLedger.Failure> failedReads) {

    /** State of a mount. */
    public enum State {
        @JsonProperty("mounted")
        MOUNTED,
        @JsonProperty("ended")
        ENDED,
        /** The process ended without a report of what it had served. */
        @JsonProperty("crashed")
        CRASHED,
        /**
         * The process exists but does not answer: it was stopped, is of another version, or the machine is too busy.
         * The numbers are older.
         */
        @JsonProperty("unresponsive")
        UNRESPONSIVE
    }

    /** Returns the report of a mount that is about to begin, or whose numbers are unknown. */
    public static MountReport blank(State state, String image, String mountPoint, long pid, Instant started) {
        return new MountReport(
                Json.SCHEMA_VERSION,
                state,
                image,
                null,
                mountPoint,
                pid,
                started,
                null,
                new ReadLedger.Totals(0, 0, 0, 0, 0),
                new FetchStats(0, 0, 0, 0, 0, 0, 0),
                0,
                0,
                List.of());
    }

    /** The same mount, known to have ended without a report. */
    public MountReport crashed() {
        MountReport blank = blank(State.CRASHED, image, mountPoint, pid, started);
        return new MountReport(
                blank.schemaVersion,
                blank.state,
                image,
                standsInFor,
                mountPoint,
                pid,
                started,
                null,
                blank.served,
                blank.fetched,
                blank.aheadBytes,
                blank.aheadUsedBytes,
                blank.failedReads);
    }

    /** Returns this report for a mount whose process no longer answers. */
    MountReport unresponsive() {
        return new MountReport(
                schemaVersion,
                State.UNRESPONSIVE,
                image,
                standsInFor,
                mountPoint,
                pid,
                started,
                ended,
                served,
                fetched,
                aheadBytes,
                aheadUsedBytes,
                failedReads);
    }

    /** Tests whether every read was answered with data; false if that is unknown. */
    public boolean complete() {
        return state != State.CRASHED && state != State.UNRESPONSIVE && served.failures() == 0;
    }
}
