package dev.nydusview.plugin.report;

/** A constant with a name on the wire. */
interface Label {
    /** As veinmind-common-go writes it, such as {@code High}. */
    String label();
}
