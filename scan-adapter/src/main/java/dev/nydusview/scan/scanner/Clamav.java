package dev.nydusview.scan.scanner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** ClamAV's {@code clamscan}. It follows no link, so none leads out of the tree. */
final class Clamav implements Scanner {
    /** {@code clamscan(1)}: 1 is a virus, 2 that some error occurred. */
    private static final int VIRUS_FOUND = 1;

    /** It would pass over what is deeper than 15 directories; no path has room for more than this. */
    private static final String DEPTH = "--max-dir-recursion=4096";

    @Override
    public String name() {
        return "clamav";
    }

    @Override
    public String program() {
        return "clamscan";
    }

    @Override
    public List<String> arguments(ScanRequest request) throws UnfitRequestException {
        if (request.format() != ReportFormat.TABLE) {
            throw new UnfitRequestException("clamav reports as text only: leave --format out");
        }
        if (!request.finds().isEmpty()) {
            throw new UnfitRequestException("clamav finds malware only: leave --find out");
        }
        List<String> arguments = new ArrayList<>(List.of("-r", DEPTH, "--infected", "--cross-fs=yes"));
        arguments.addAll(List.of("--follow-dir-symlinks=0", "--follow-file-symlinks=0"));
        arguments.addAll(request.extra());
        arguments.add(request.root().toString());
        return arguments;
    }

    @Override
    public Optional<List<String>> configurationArguments(ScanRequest request) throws UnfitRequestException {
        return Optional.of(arguments(request));
    }

    @Override
    public ReportShape shape(ScanRequest request) {
        return ReportShape.TEXT;
    }

    @Override
    public Optional<ScannerInputs> inputs(ScanRequest request, Map<String, String> variables) {
        List<String> chosen = new ArrayList<>(Arguments.values(request.extra(), "-d"));
        chosen.addAll(Arguments.values(request.extra(), "--database"));
        List<Path> database = chosen.isEmpty()
                ? List.of(Path.of("/var/lib/clamav"))
                : chosen.stream().map(Path::of).toList();
        return Optional.of(new ScannerInputs(database, Arguments.files(request.extra()), "CLAM"));
    }

    @Override
    public List<String> profiles(ScanRequest request) {
        return List.of("clamav");
    }

    @Override
    public boolean isResult(int code, ScanRequest request) {
        return code <= VIRUS_FOUND;
    }
}
