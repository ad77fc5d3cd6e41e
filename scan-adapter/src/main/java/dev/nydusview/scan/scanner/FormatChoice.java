package dev.nydusview.scan.scanner;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks a user's choice of a report format. */
final class FormatChoice {
    private FormatChoice() {}

    /** Rejects a format in which {@code scanner} does not report the wanted findings, and names those that it has. */
    static void require(Scanner scanner, ScanRequest request) throws UnsupportedRequestException {
        List<ReportFormat> formats = scanner.formats(request.finds());
        if (!formats.contains(request.format())) {
            throw new UnsupportedRequestException(
                    scanner.name() + " does not report" + described(request.finds()) + " as "
                            + request.format().label() + ": use --format "
                            + listed(formats.stream().map(ReportFormat::label).toList()));
        }
    }

    /**
     * Rejects arguments for the scanner that choose where and how it reports, which nydusview has to know.
     *
     * @param options of the scanner that do so
     */
    static void requireOwn(Scanner scanner, ScanRequest request, List<String> options)
            throws UnsupportedRequestException {
        for (String option : options) {
            if (Arguments.has(request.extra(), option)) {
                throw new UnsupportedRequestException("use --format and --output of nydusview, before --, instead of "
                        + option + " of " + scanner.name());
            }
        }
    }

    /** Requires the scanner's options {@code --template} or {@code -t} for reports by a template, and only for them. */
    static void requireTemplate(Scanner scanner, ScanRequest request) throws UnsupportedRequestException {
        boolean named = Arguments.has(request.extra(), "--template") || Arguments.has(request.extra(), "-t");
        boolean used = request.format() == ReportFormat.TEMPLATE;
        if (used && !named) {
            throw new UnsupportedRequestException(
                    "--format template needs a template: add --template of " + scanner.name() + ", after --");
        }
        if (named && !used) {
            throw new UnsupportedRequestException("--template of " + scanner.name() + " needs --format template");
        }
    }

    private static String described(Set<Find> finds) {
        return finds.isEmpty()
                ? ""
                : finds.stream()
                        .sorted()
                        .map(find -> find.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" and ", " ", ""));
    }

    private static String listed(List<String> names) {
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }
}
