package dev.nydusview.scan.scanner;

import java.util.Locale;

/** Format of a scanner's report. */
public enum ReportFormat {
    /** Text for people. */
    TABLE("txt"),
    /** The scanner's own JSON. */
    JSON("json"),
    /** SARIF as the scanner makes it. */
    SARIF("sarif"),
    /** CycloneDX, in JSON. */
    CYCLONEDX("cdx.json"),
    /** SPDX, in JSON. */
    SPDX_JSON("spdx.json"),
    /** Text by a template of the user's, which is an argument of the scanner. */
    TEMPLATE("txt"),
    /** Test results in XML, as CI servers read them. */
    JUNIT("xml"),
    /** A snapshot of dependencies for GitHub, in JSON. */
    GITHUB("json"),
    /** The predicate of an attestation of vulnerabilities, in JSON. */
    COSIGN_VULN("json");

    private final String extension;

    ReportFormat(String extension) {
        this.extension = extension;
    }

    /** Returns the name as the option spells it, such as {@code spdx-json}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the usual end of names of files with such reports, without its dot. */
    public String extension() {
        return extension;
    }
}
