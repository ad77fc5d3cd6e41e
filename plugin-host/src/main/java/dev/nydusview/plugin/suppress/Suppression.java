package dev.nydusview.plugin.suppress;

/**
 * A reason why a finding does not count.
 *
 * @param place the file that says so, with the line as far as it has one
 * @param justification in words
 */
public record Suppression(Source source, String place, String justification) {
    /** Kinds of files that suppress findings. */
    public enum Source {
        IGNORE_FILE("ignore-file"),
        VEX("vex"),
        BASELINE("baseline");

        private final String label;

        Source(String label) {
            this.label = label;
        }

        /** Name of the kind in documents, which is that of the option. */
        public String label() {
            return label;
        }
    }
}
