package dev.nydusview.registry.endpoint;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The names of a list that are wanted.
 *
 * @param filter that a name must match entirely
 * @param limit of names
 */
public record NameSelection(Pattern filter, int limit) {
    /** All names. */
    public static final NameSelection ALL = new NameSelection(Pattern.compile(".*"), Integer.MAX_VALUE);

    /** Names that registries serve on a page whatever they are asked for. */
    private static final int USUAL_PAGE = 100;

    public NameSelection {
        if (limit < 1) {
            throw new IllegalArgumentException("the limit must be at least 1");
        }
    }

    /** Returns what this selects of a whole list. */
    public NameList of(List<String> names) {
        List<String> selected = names.stream().filter(this::selects).toList();
        boolean complete = selected.size() <= limit;
        return new NameList(complete ? selected : selected.subList(0, limit), complete);
    }

    boolean selects(String name) {
        return filter.matcher(name).matches();
    }

    /** Returns the query of the first page, which asks for no more names than are wanted. */
    String firstPage() {
        return limit < USUAL_PAGE && filter.pattern().equals(ALL.filter.pattern()) ? "n=" + limit : "";
    }
}
