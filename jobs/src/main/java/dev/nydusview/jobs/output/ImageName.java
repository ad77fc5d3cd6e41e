package dev.nydusview.jobs.output;

/** A cell of a table with the name of an image, in which a digest may be shortened. */
public record ImageName(String text) {
    @Override
    public String toString() {
        return text;
    }
}
