package dev.nydusview.jobs;

import org.jspecify.annotations.Nullable;

/**
 * Progress of work at one moment, for a line that is cut at its end: figures come before names.
 *
 * @param verb what is done, such as {@code extracting}; empty if {@code amount} says it
 * @param subject to what it is done, such as the name of an image; empty for nothing
 * @param amount how much of it is done; null if nothing is known about that
 * @param detail a further figure; empty for none
 * @param part progress of a part of the work; null for none
 */
public record Progress(String verb, String subject, @Nullable Amount amount, String detail, @Nullable Progress part) {
    /** No progress to be shown. */
    public static final Progress NONE = of("", "");

    /**
     * An amount of work.
     *
     * @param done bytes, or things of the name {@code noun}
     * @param total of them; 0 if that is unknown
     * @param noun singular; empty for bytes
     * @param whole whether all of {@code total} is going to be done, so that the time for the rest can be told
     */
    public record Amount(long done, long total, String noun, boolean whole) {}

    public static Progress of(String verb, String subject) {
        return new Progress(verb, subject, null, "", null);
    }

    /** With bytes that are done, of {@code total} that are going to be done; 0 if that is unknown. */
    public Progress bytes(long done, long total) {
        return with(new Amount(done, total, "", true));
    }

    /** With bytes that are done, of {@code total} of which only those are going to be done that are needed. */
    public Progress neededBytes(long done, long total) {
        return with(new Amount(done, total, "", false));
    }

    /** With a number of things that are done, of {@code total} that are going to be done; 0 if that is unknown. */
    public Progress count(long done, long total, String noun) {
        return with(new Amount(done, total, noun, true));
    }

    public Progress with(String figure) {
        return new Progress(verb, subject, amount, figure, part);
    }

    public Progress with(Progress ofPart) {
        return new Progress(verb, subject, amount, detail, ofPart);
    }

    private Progress with(Amount other) {
        return new Progress(verb, subject, other, detail, part);
    }
}
