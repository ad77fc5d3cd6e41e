package dev.nydusview.base.json;

import tools.jackson.core.json.JsonFactory;

/**
 * Format of a document: its bounds, the names that its readers know, and the ambiguities that are refused. Immutable.
 */
public final class JsonFormat {
    private final JsonLimits limits;
    private final JsonShape shape;
    private final boolean exact;
    private final boolean unique;
    private final boolean printable;
    private final JsonFactory factory;

    private JsonFormat(JsonLimits limits, JsonShape shape, boolean exact, boolean unique, boolean printable) {
        this.limits = limits;
        this.shape = shape;
        this.exact = exact;
        this.unique = unique;
        this.printable = printable;
        this.factory = limits.factory();
    }

    /** Refuses a name that occurs twice, and one that differs from a known name only by case. */
    public static JsonFormat strict(JsonLimits limits, JsonShape shape) {
        return new JsonFormat(limits, shape, true, true, false);
    }

    /** Takes known names in any case, as Go's encoding/json does, and refuses a name that occurs twice, in any case. */
    public static JsonFormat unambiguous(JsonLimits limits, JsonShape shape) {
        return new JsonFormat(limits, shape, false, true, false);
    }

    /**
     * Reads as Go's encoding/json does: known names in any case, the last one of several, and objects that occur twice
     * have the members of both.
     */
    public static JsonFormat asGo(JsonLimits limits, JsonShape shape) {
        return new JsonFormat(limits, shape, false, false, false);
    }

    /** The same, but refuses control characters, and those that turn the direction of writing. */
    public JsonFormat printable() {
        return new JsonFormat(limits, shape, exact, unique, true);
    }

    JsonLimits limits() {
        return limits;
    }

    JsonShape shape() {
        return shape;
    }

    /** Tests whether known names must be written as they are known. */
    boolean isExact() {
        return exact;
    }

    /** Tests whether no name may occur twice in an object. */
    boolean isUnique() {
        return unique;
    }

    boolean isPrintable() {
        return printable;
    }

    JsonFactory factory() {
        return factory;
    }
}
