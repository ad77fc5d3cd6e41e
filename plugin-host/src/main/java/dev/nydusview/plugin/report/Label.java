package dev.nydusview.plugin.report;

/** A constant with a name on the wire. */
interface Label {
    /** Returns the spelling of veinmind-common-go, such as {@code High}. */
    String label();
}
