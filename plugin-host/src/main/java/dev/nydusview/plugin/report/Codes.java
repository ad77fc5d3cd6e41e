package dev.nydusview.plugin.report;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Names and numbers of constants on the wire. */
final class Codes<T extends Enum<T> & Label> {
    private final T unknown;
    private final Map<String, T> names = new HashMap<>();
    private final Map<Integer, T> numbers = new HashMap<>();

    Codes(T[] constants, T unknown) {
        this.unknown = unknown;
        for (T constant : constants) {
            names.put(constant.label().toLowerCase(Locale.ROOT), constant);
        }
        names.remove(unknown.label().toLowerCase(Locale.ROOT));
    }

    /** Counts {@code constants} from {@code first}. */
    @SafeVarargs
    final Codes<T> from(int first, T... constants) {
        for (int at = 0; at < constants.length; at++) {
            numbers.put(first + at, constants[at]);
        }
        return this;
    }

    Optional<T> named(String label) {
        return Optional.ofNullable(names.get(label.toLowerCase(Locale.ROOT)));
    }

    /** Returns the constant for {@code value}, whatever JSON type that has. */
    T of(JsonNode value) {
        if (value.isString()) {
            return named(value.stringValue()).orElse(unknown);
        }
        if (value.isIntegralNumber() && value.canConvertToInt()) {
            return numbers.getOrDefault(value.intValue(), unknown);
        }
        return unknown;
    }
}
