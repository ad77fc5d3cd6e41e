package dev.nydusview.jobs.output;

/** Emphasis on a word that is good or bad news. */
public enum Emphasis {
    CRITICAL("1;31"),
    BAD("31"),
    DOUBTFUL("33"),
    MINOR("36"),
    GOOD("32");

    private final String attributes;

    /** @param attributes of ECMA-48, SGR */
    Emphasis(String attributes) {
        this.attributes = attributes;
    }

    /** Returns a cell of a table with this emphasis. */
    public Cell on(String text) {
        return new Cell(text, this);
    }

    String apply(String text) {
        return "\u001b[" + attributes + "m" + text + "\u001b[0m";
    }

    /** A cell of a table. */
    public record Cell(String text, Emphasis emphasis) {
        @Override
        public String toString() {
            return text;
        }
    }
}
