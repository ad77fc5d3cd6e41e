package dev.nydusview.testkit;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lists of names, page by page as the distribution specification has them ("Listing Tags"). */
final class NamePages {
    private static final Pattern SIZE = Pattern.compile("(?:^|&)n=(\\d{1,6})");
    private static final Pattern LAST = Pattern.compile("(?:^|&)last=([^&]*)");

    /** Names on a page, however many are asked for. */
    private static final int MAX_SIZE = 3;

    private final String repository;

    NamePages(String repository) {
        this.repository = repository;
    }

    /**
     * A page.
     *
     * @param document members of its JSON object
     * @param next value of the header {@code Link}; null on the last page
     */
    record Page(Map<String, Object> document, @Nullable String next) {}

    List<String> repositories() {
        return List.of(repository);
    }

    /** Returns the page of {@code names} that {@code request} asks for. */
    Page page(URI request, String member, List<String> names) {
        String query = request.getQuery() == null ? "" : request.getQuery();
        Matcher size = SIZE.matcher(query);
        Matcher last = LAST.matcher(query);
        String after = last.find() ? last.group(1) : "";
        int limit = size.find() ? Math.min(MAX_SIZE, Integer.parseInt(size.group(1))) : MAX_SIZE;
        List<String> rest =
                names.stream().filter(name -> name.compareTo(after) > 0).toList();
        List<String> listed = rest.subList(0, Math.min(limit, rest.size()));
        Map<String, Object> document = new LinkedHashMap<>();
        if (member.equals("tags")) {
            document.put("name", repository);
        }
        document.put(member, listed);
        String next = listed.size() == rest.size()
                ? null
                : "<" + request.getPath() + "?n=" + limit + "&last=" + listed.get(listed.size() - 1)
                        + ">; rel=\"next\"";
        return new Page(document, next);
    }
}
