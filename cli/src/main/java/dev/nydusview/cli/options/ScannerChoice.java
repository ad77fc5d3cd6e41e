package dev.nydusview.cli.options;

import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.scan.scanner.CustomProgram;
import dev.nydusview.scan.scanner.Scanner;
import dev.nydusview.scan.scanner.Scanners;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Scanners to run, with further arguments for each. */
public final class ScannerChoice {
    private ScannerChoice() {}

    /**
     * Returns the scanners with further arguments for each.
     *
     * @param names names of known scanners
     * @param arguments arguments of single scanners, as {@code NAME=ARGUMENT}
     * @param rest arguments after {@code --}: those of the one scanner, or a program of the user's
     */
    public static Map<Scanner, List<String>> of(List<String> names, List<String> arguments, List<String> rest)
            throws CommandException {
        Map<Scanner, List<String>> chosen = new LinkedHashMap<>();
        for (String name : names) {
            chosen.put(named(name), new ArrayList<>());
        }
        if (names.isEmpty()) {
            chosen.put(program(rest), List.of());
        } else if (!rest.isEmpty()) {
            if (chosen.size() > 1) {
                throw wrong("arguments after -- need a single scanner; for several scanners write --arg NAME=ARG");
            }
            chosen.values().forEach(extra -> extra.addAll(rest));
        }
        for (String argument : arguments) {
            add(argument, chosen);
        }
        return chosen;
    }

    private static Scanner named(String name) throws CommandException {
        return Scanners.named(name)
                .orElseThrow(() -> wrong("unknown scanner '" + name + "': choose one of "
                        + String.join(", ", Scanners.names()) + ", or run any program: scan REF -- CMD ARG... {}"));
    }

    private static Scanner program(List<String> rest) throws CommandException {
        if (rest.isEmpty()) {
            throw wrong("the scanner is missing: use --scanner " + String.join("|", Scanners.names())
                    + ", or -- CMD ARG... {}");
        }
        if (rest.stream().skip(1).noneMatch(argument -> argument.contains(CustomProgram.PLACEHOLDER))) {
            throw wrong("the arguments of " + rest.get(0)
                    + " do not name the image: add {}, which stands for its directory");
        }
        return new CustomProgram(rest);
    }

    private static void add(String argument, Map<Scanner, List<String>> chosen) throws CommandException {
        int equals = argument.indexOf('=');
        String name = argument.substring(0, Math.max(0, equals));
        List<String> extra = chosen.entrySet().stream()
                .filter(scanner -> scanner.getKey().name().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> wrong("--arg " + argument + " does not name a scanner that runs: write NAME=ARG"));
        extra.add(argument.substring(equals + 1));
    }

    private static CommandException wrong(String message) {
        return new CommandException(ExitCode.USAGE, message);
    }
}
