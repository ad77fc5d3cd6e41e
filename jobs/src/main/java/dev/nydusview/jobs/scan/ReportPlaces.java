package dev.nydusview.jobs.scan;

import static java.util.Objects.requireNonNull;

import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.output.Claims;
import dev.nydusview.jobs.output.Destination;
import dev.nydusview.scan.scanner.ReportFormat;
import dev.nydusview.scan.scanner.Scanner;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Places of the documents of a scan: a report of each scanner on each image, the receipt, and the learned profile. */
final class ReportPlaces {
    private final Map<Report, Destination> reports = new HashMap<>();

    private ReportPlaces() {}

    private record Report(String scanner, String image) {}

    /** Finds the places, and makes room there; rejects requests by which two documents would have one place. */
    static ReportPlaces prepare(ScanRequest request, List<String> references) throws IOException {
        ReportPlaces places = new ReportPlaces();
        Claims claims = new Claims();
        for (String reference : references) {
            for (Scanner scanner : request.scanners().keySet()) {
                places.claim(claims, request, reference, scanner);
            }
        }
        if (request.receipt() != null) {
            claims.document(request.receipt(), "the receipt");
        }
        if (request.learn() != null) {
            claims.document(request.learn(), "the profile");
        }
        claims.clear();
        return places;
    }

    private void claim(Claims claims, ScanRequest request, String reference, Scanner scanner) throws CommandException {
        ReportFormat format = request.settings().formatOf(scanner);
        Destination place = request.output().place(scanner.name(), reference, format.extension());
        String document = "the report of " + scanner.name() + " on " + reference;
        if (format == ReportFormat.TABLE) {
            claims.text(place, document);
        } else {
            claims.document(place, document);
        }
        reports.put(new Report(scanner.name(), reference), place);
    }

    /** Returns the place of the report of {@code scanner} on {@code image}, which are among those of the request. */
    Destination of(String scanner, String image) {
        return requireNonNull(reports.get(new Report(scanner, image)));
    }
}
