package dev.nydusview.registry.endpoint;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.registry.http.RegistryResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A list that a registry hands out page by page, with a link to the next one (RFC 8288). */
final class PagedList {
    /** {@code <URL>; rel="next"}, perhaps one of several. */
    private static final Pattern NEXT = Pattern.compile("<([^<>]*)>[^<>]*;\\s*rel=\"?next\\b");

    private final String name;
    private final int maxPages;
    private final int maxBytes;

    /**
     * @param name for messages
     * @param maxBytes of all pages together
     */
    public PagedList(String name, int maxPages, int maxBytes) {
        this.name = name;
        this.maxPages = maxPages;
        this.maxBytes = maxBytes;
    }

    /**
     * A page of the list.
     *
     * @param size in bytes
     * @param next query of the next page; null after the last
     */
    public record Page<T>(List<T> items, int size, @Nullable String next) {}

    /** Asks for the page that {@code query} names; an empty one names the first. */
    public interface Pages<T> {
        Page<T> ask(String query, int maxBytes) throws IOException;
    }

    /**
     * Items of a list.
     *
     * @param complete whether the list has no others that are wanted
     */
    public record Items<T>(List<T> items, boolean complete) {}

    /** Reads the items of all pages. */
    public <T> List<T> read(Pages<T> pages) throws IOException {
        return read(pages, "", item -> true, Integer.MAX_VALUE).items();
    }

    /**
     * Reads the first {@code limit} wanted items, and no further page than those take.
     *
     * @param first query of the first page
     */
    public <T> Items<T> read(Pages<T> pages, String first, Predicate<T> wanted, int limit) throws IOException {
        List<T> items = new ArrayList<>();
        Set<String> visited = new HashSet<>();
        int left = maxBytes;
        for (String query = first; query != null; ) {
            if (!visited.add(query)) {
                throw corrupt("page " + (visited.size() + 1) + " was read already");
            }
            if (visited.size() > maxPages) {
                throw corrupt("it has more than " + maxPages + " pages");
            }
            Page<T> page = pages.ask(query, left);
            left -= page.size();
            page.items().stream().filter(wanted).forEach(items::add);
            query = page.next();
            if (items.size() > limit || (items.size() == limit && query != null)) {
                return new Items<>(List.copyOf(items.subList(0, limit)), false);
            }
        }
        return new Items<>(List.copyOf(items), true);
    }

    /** The body of {@code answer} if it is not larger than is left. */
    public byte[] bytes(InputStream body, int limit) throws IOException {
        byte[] bytes = body.readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw corrupt("it is larger than " + maxBytes + " bytes");
        }
        return bytes;
    }

    /**
     * Returns the query of the next page's link; null if there is none. The rest of the link is ignored: a registry may
     * say where to continue, not at which other place.
     */
    public static @Nullable String next(RegistryResponse answer) {
        Matcher link = NEXT.matcher(String.valueOf(answer.header("Link")));
        if (!link.find()) {
            return null;
        }
        String url = link.group(1);
        int query = url.indexOf('?');
        return query < 0 ? "" : url.substring(query + 1).replaceFirst("#.*", "");
    }

    private CorruptDataException corrupt(String fault) {
        return new CorruptDataException(name + " is corrupt: " + fault);
    }
}
