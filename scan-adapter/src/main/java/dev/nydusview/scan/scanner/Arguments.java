package dev.nydusview.scan.scanner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks into the further arguments of a user. */
final class Arguments {
    private Arguments() {}

    /** The value of {@code --option VALUE} or {@code --option=VALUE}; the last one counts. */
    static Optional<String> value(List<String> arguments, String option) {
        List<String> values = values(arguments, option);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
    }

    static List<String> values(List<String> arguments, String option) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.startsWith(option + "=")) {
                values.add(argument.substring(option.length() + 1));
            } else if (argument.equals(option) && i + 1 < arguments.size()) {
                values.add(arguments.get(i + 1));
            }
        }
        return values;
    }

    static boolean has(List<String> arguments, String option) {
        return arguments.stream().anyMatch(argument -> argument.equals(option) || argument.startsWith(option + "="));
    }

    /**
     * Tests whether an option may be there in any spelling that programs take: abbreviated, with its value attached, or
     * several letters in a word.
     */
    static boolean mayHave(List<String> arguments, String option, char letter) {
        return arguments.stream().anyMatch(argument -> {
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            boolean isLong = name.startsWith("--");
            return isLong
                    ? name.length() > 2 && option.startsWith(name)
                    : argument.startsWith("-") && argument.indexOf(letter) > 0;
        });
    }

    /** Words in the arguments that may be names of files. */
    static List<Path> files(List<String> arguments) {
        return arguments.stream()
                .flatMap(argument -> ScannerInputs.possibleFiles(argument).stream())
                .toList();
    }
}
