package dev.nydusview.rafs.check;

/** What something is found out about; asked for its place only when a finding is kept. */
@FunctionalInterface
public interface Subject {
    Place place();
}
