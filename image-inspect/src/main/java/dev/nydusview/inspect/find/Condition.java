package dev.nydusview.inspect.find;

import java.io.IOException;

/** Whether a file is wanted. */
@FunctionalInterface
interface Condition {
    /** Of any file. */
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
