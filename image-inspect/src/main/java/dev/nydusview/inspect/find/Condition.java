package dev.nydusview.inspect.find;

import java.io.IOException;

/** A test of files. */
@FunctionalInterface
interface Condition {
    /** Condition that every file meets. */
    Condition ALWAYS = candidate -> true;

    boolean test(Candidate candidate) throws IOException;

    default Condition and(Condition other) {
        return candidate -> test(candidate) && other.test(candidate);
    }

    default Condition or(Condition other) {
        return candidate -> test(candidate) || other.test(candidate);
    }

    default Condition not() {
        return candidate -> !test(candidate);
    }
}
