package dev.nydusview.base.json;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names that some reader of a kind of document knows, and at which level. What an array holds has the shape of the
 * array. Immutable.
 */
public final class JsonShape {
    /** Shape of values about which nothing is known. */
    public static final JsonShape ANY = new JsonShape(Map.of(), false, false);

    /** Members by their names with case folded. */
    private final Map<String, Member> members;

    private final boolean map;
    private final boolean lines;

    private record Member(String name, JsonShape shape) {}

    private JsonShape(Map<String, Member> members, boolean map, boolean lines) {
        this.members = members;
        this.map = map;
        this.lines = lines;
    }

    /** Returns the shape of objects with these members. */
    public static JsonShape object(String... names) {
        Map<String, Member> members = new LinkedHashMap<>();
        for (String name : names) {
            members.put(GoNames.fold(name), new Member(name, ANY));
        }
        return new JsonShape(members, false, false);
    }

    /**
     * Returns the shape of objects whose names are data, so that names that differ in case are different; their values
     * have the shape {@code values}.
     */
    public static JsonShape map(JsonShape values) {
        return new JsonShape(Map.of("", new Member("", values)), true, false);
    }

    /** Returns the shape of objects whose names are data and whose values are texts, perhaps of several lines. */
    public static JsonShape texts() {
        return new JsonShape(Map.of("", new Member("", new JsonShape(Map.of(), false, true))), true, false);
    }

    /** The same with a further member. */
    public JsonShape with(String name, JsonShape shape) {
        Map<String, Member> more = new LinkedHashMap<>(members);
        more.put(GoNames.fold(name), new Member(name, shape));
        return new JsonShape(more, map, lines);
    }

    /** Returns the known name that Go takes {@code name} for; null if there is none. */
    @Nullable
    String known(String name) {
        Member member = map ? null : members.get(GoNames.fold(name));
        return member == null ? null : member.name();
    }

    /** The shape of the member {@code name}. */
    JsonShape member(String name) {
        Member member = members.get(map ? "" : GoNames.fold(name));
        return member == null ? ANY : member.shape();
    }

    boolean isMap() {
        return map;
    }

    /** Tests whether its texts may have several lines. */
    boolean hasLines() {
        return lines;
    }
}
