package dev.nydusview.scan.scanner;

import java.util.Locale;

/** How a scanner is to print what it finds. */
public enum ReportFormat {
    /** For people. */
    TABLE,
    /** The scanner's own JSON. */
    JSON,
    /** SARIF as the scanner makes it. */
    SARIF_PASSTHROUGH,
    /** CycloneDX, in JSON. */
    CYCLONEDX,
    /** SPDX, in JSON. */
    SPDX_JSON;

    /** Such as {@code spdx-json}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
