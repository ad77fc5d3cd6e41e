package dev.nydusview.check.finding;

/** Supplies the location of a finding, computed only when the finding is kept. */
@FunctionalInterface
public interface LocationSupplier {
    Location place();
}
