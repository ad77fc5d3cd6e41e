package dev.nydusview.scan.profile;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which chunks of a file a scanner is going to read. */
enum FilePart {
    /** The first chunk: a header. */
    @JsonProperty("first")
    FIRST,
    /** The last chunk: the directory of an archive. */
    @JsonProperty("last")
    LAST,
    /** The first chunk and the last. */
    @JsonProperty("ends")
    ENDS,
    /** All of them. */
    @JsonProperty("whole")
    WHOLE
}
