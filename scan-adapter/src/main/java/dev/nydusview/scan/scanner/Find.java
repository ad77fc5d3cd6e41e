package dev.nydusview.scan.scanner;

/** Kind of things that a scanner is to look for. */
public enum Find {
    /** Installed packages: an inventory (SBOM). */
    PACKAGES,
    /** Known vulnerabilities of them. */
    VULNERABILITIES,
    /** Private keys, passwords, tokens. */
    SECRETS
}
