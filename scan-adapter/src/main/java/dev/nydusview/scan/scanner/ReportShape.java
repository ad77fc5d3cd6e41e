package dev.nydusview.scan.scanner;

import java.util.List;

/**
 * What a report looks like.
 *
 * @param json whether it is one JSON document
 * @param required members that the document must have; without them it is not a report
 * @param names where the document says what was scanned, as JSON pointers
 */
public record ReportShape(boolean json, List<String> required, List<String> names) {
    /** Text for people. */
    static final ReportShape TEXT = new ReportShape(false, List.of(), List.of());

    public ReportShape {
        required = List.copyOf(required);
        names = List.copyOf(names);
    }

    static ReportShape json(String required, String... names) {
        return new ReportShape(true, List.of(required), List.of(names));
    }
}
