package dev.nydusview.authz.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An object of a policy file: takes its members one by one, and has the place in each complaint. */
final class Section {
    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h|d)");

    private final JsonNode node;
    private final String place;
    private final Set<String> taken = new LinkedHashSet<>();

    Section(@Nullable JsonNode node, String place) {
        this.place = place;
        if (node == null || !node.isObject()) {
            throw new IllegalArgumentException(place + " is not an object");
        }
        this.node = node;
    }

    IllegalArgumentException wrong(String member, String what) {
        return new IllegalArgumentException(place + ": " + member + " " + what);
    }

    boolean has(String member) {
        return node.has(member);
    }

    private @Nullable JsonNode take(String member) {
        taken.add(member);
        return node.get(member);
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return "is " + (text.length() > 80 ? text.substring(0, 80) + "..." : text);
    }

    String text(String member, String otherwise) {
        JsonNode value = take(member);
        if (value == null) {
            return otherwise;
        }
        if (!value.isString() || value.stringValue().isBlank()) {
            throw wrong(member, shown(value) + ", not a string");
        }
        return value.stringValue();
    }

    List<String> texts(String member, List<String> otherwise) {
        JsonNode value = take(member);
        if (value == null) {
            return otherwise;
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : elements(member, value)) {
            if (!element.isString() || element.stringValue().isBlank()) {
                throw wrong(member + "[" + texts.size() + "]", shown(element) + ", not a string");
            }
            texts.add(element.stringValue());
        }
        return texts;
    }

    private Iterable<JsonNode> elements(String member, JsonNode value) {
        if (!value.isArray() || value.isEmpty()) {
            throw wrong(member, shown(value) + ", not a list of at least one value");
        }
        return value;
    }

    <E extends Enum<E>> E constant(String member, Class<E> type, E otherwise) {
        JsonNode value = take(member);
        return value == null ? otherwise : constant(member, type, value);
    }

    private <E extends Enum<E>> E constant(String member, Class<E> type, JsonNode value) {
        for (E constant : type.getEnumConstants()) {
            if (value.isString() && name(constant).equalsIgnoreCase(value.stringValue())) {
                return constant;
            }
        }
        List<String> names = EnumSet.allOf(type).stream().map(Section::name).toList();
        throw wrong(member, shown(value) + ", not one of " + String.join(", ", names));
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    <E extends Enum<E>> Set<E> constants(String member, Class<E> type, Set<E> otherwise) {
        JsonNode value = take(member);
        if (value == null) {
            return otherwise;
        }
        Set<E> constants = EnumSet.noneOf(type);
        int index = 0;
        for (JsonNode element : elements(member, value)) {
            constants.add(constant(member + "[" + index++ + "]", type, element));
        }
        return constants;
    }

    Duration duration(String member, Duration otherwise) {
        JsonNode value = take(member);
        if (value == null) {
            return otherwise;
        }
        Matcher matcher = DURATION.matcher(value.isString() ? value.stringValue() : "");
        if (!matcher.matches()) {
            throw wrong(
                    member, shown(value) + ", not a duration such as \"500ms\", \"30s\", \"5m\", \"24h\" or \"7d\"");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    int count(String member, int min, int max, int otherwise) {
        JsonNode value = take(member);
        if (value == null) {
            return otherwise;
        }
        if (!value.isInt() || value.intValue() < min || value.intValue() > max) {
            throw wrong(member, shown(value) + ", not a number from " + min + " to " + max);
        }
        return value.intValue();
    }

    List<JsonNode> list(String member) {
        List<JsonNode> list = new ArrayList<>();
        JsonNode value = take(member);
        if (value == null) {
            throw wrong(member, "is missing");
        }
        elements(member, value).forEach(list::add);
        return list;
    }

    @Nullable
    JsonNode member(String member) {
        return take(member);
    }

    /** Rejects unknown members. Call it when all known members have been taken. */
    void end() {
        for (String name : node.propertyNames()) {
            if (!taken.contains(name)) {
                throw wrong(name, "is unknown; known are " + String.join(", ", taken));
            }
        }
    }
}
