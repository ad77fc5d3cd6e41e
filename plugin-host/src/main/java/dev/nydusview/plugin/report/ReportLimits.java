package dev.nydusview.plugin.report;

/**
 * Limits of a plugin's reports. A plugin that exceeds one is ended, because leaving something out would hide it.
 *
 * @param event bytes of one event
 * @param events of a run
 * @param total bytes of all events of a run
 */
public record ReportLimits(int event, int events, long total) {
    /** Room for the package list of a large image in one event. */
    public static final ReportLimits DEFAULT = new ReportLimits(4 << 20, 10_000, 64L << 20);
}
