package dev.nydusview.check.finding;

/** What something is found out about; asked for its place only when a finding is kept. */
@FunctionalInterface
public interface LocationSupplier {
    Location place();
}
