package dev.nydusview.scan.scanner;

import java.util.Locale;

/** Format of a scanner's report. */
public enum ReportFormat {
    /** Text for people. */
    TABLE,
    /** The scanner's own JSON. */
    JSON,
    /** SARIF as the scanner makes it. */
    SARIF_PASSTHROUGH,
    /** CycloneDX, in JSON. */
    CYCLONEDX,
    /** SPDX, in JSON. */
    SPDX_JSON;

    /** Returns the name as the option spells it, such as {@code spdx-json}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
