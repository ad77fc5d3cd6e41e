package dev.nydusview.plugin.report;

/** Takes the findings of plugins, from several threads. */
@FunctionalInterface
public interface FindingListener {
    void found(Finding finding);
}
