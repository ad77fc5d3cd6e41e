package dev.nydusview.scan.scanner;

import java.util.List;

/**
 * Shape of a report.
 *
 * @param json whether it is one JSON document
 * @param required members that the document must have; without them it is not a report
 * @param names places of the scanned object's name, as JSON pointers
 * @param versions possible places of the scanner's version, as JSON pointers
 */
public record ReportShape(boolean json, List<String> required, List<String> names, List<String> versions) {
    /** Text for people. */
    static final ReportShape TEXT = new ReportShape(false, List.of(), List.of(), List.of());

    /** Any JSON document. */
    static final ReportShape ANY_JSON = new ReportShape(true, List.of(), List.of(), List.of());

    /** Before and from version 1.5 of CycloneDX. */
    private static final List<String> CYCLONEDX_TOOLS =
            List.of("/metadata/tools/0/version", "/metadata/tools/components/0/version");

    public ReportShape {
        required = List.copyOf(required);
        names = List.copyOf(names);
        versions = List.copyOf(versions);
    }

    static ReportShape cyclonedx(String... names) {
        return new ReportShape(true, List.of("bomFormat"), List.of(names), CYCLONEDX_TOOLS);
    }

    static ReportShape spdx(String... names) {
        return new ReportShape(true, List.of("spdxVersion"), List.of(names), List.of());
    }

    /** A snapshot of dependencies for GitHub. */
    static ReportShape github() {
        return own("detector", "/detector/version");
    }

    static ReportShape sarif() {
        return new ReportShape(true, List.of("runs"), List.of(), List.of("/runs/0/tool/driver/version"));
    }

    /** Returns the shape of a scanner's own format, with its version at {@code version}. */
    static ReportShape own(String required, String version) {
        return new ReportShape(true, List.of(required), List.of(), List.of(version));
    }
}
