package dev.nydusview.scan.profile;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Part of a file that a scanner is going to read, in chunks. */
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
    /** The first chunk and the last two: the headers of a program, and the beginning of its data. */
    @JsonProperty("program")
    PROGRAM,
    /** All chunks. */
    @JsonProperty("whole")
    WHOLE
}
