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

    /** Depth of directories, which is beyond that of any path; without the option clamscan stops at 15. */
    private static final String DEPTH = "--max-dir-recursion=4096";

    private static final Path DATABASE = Path.of("/var/lib/clamav");

    private static final List<FailureReason> FAILURES = List.of(FailureReason.of(
            "No supported database files found|cl_load\\(\\)",
            "has no usable signatures: get them with \"freshclam\" as root, or name your own with -- -d FILE"));

    private final FreshclamSettings freshclam;

    Clamav() {
        this(FreshclamSettings.PLACES);
    }

    /** @param places where a {@code freshclam.conf} may be */
    Clamav(List<Path> places) {
        freshclam = new FreshclamSettings(places);
    }

    @Override
    public String name() {
        return "clamav";
    }

    @Override
    public String program() {
        return "clamscan";
    }

    @Override
    public List<String> quietArguments() {
        return List.of("--no-summary");
    }

    @Override
    public List<String> arguments(ScanRequest request) throws UnsupportedRequestException {
        if (!request.finds().isEmpty()) {
            throw new UnsupportedRequestException("clamav finds malware only: omit --find");
        }
        FormatChoice.require(this, request);
        List<String> arguments = new ArrayList<>(List.of("-r", DEPTH, "--infected", "--cross-fs=yes"));
        arguments.addAll(List.of("--follow-dir-symlinks=0", "--follow-file-symlinks=0"));
        arguments.addAll(request.extra());
        arguments.add(request.root().toString());
        return arguments;
    }

    @Override
    public Optional<List<String>> configurationArguments(ScanRequest request) throws UnsupportedRequestException {
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
        request.extra().stream()
                .filter(word -> word.startsWith("-d") && word.length() > 2)
                .forEach(word -> chosen.add(word.substring(2)));
        List<Path> settings = new ArrayList<>(Arguments.files(request.extra()));
        if (Arguments.mayHave(request.extra(), "--file-list", 'f')) {
            return Optional.empty(); // it reads other files than those of the image
        }
        if (!chosen.isEmpty()) {
            return Optional.of(new ScannerInputs(chosen.stream().map(Path::of).toList(), settings, "CLAM"));
        }
        settings.addAll(freshclam.places());
        return freshclam.databases().map(named -> {
            List<Path> databases = new ArrayList<>(List.of(DATABASE));
            databases.addAll(named);
            return new ScannerInputs(databases, settings, "CLAM");
        });
    }

    @Override
    public Optional<String> failure(String messages) {
        return FailureReason.find(name(), FAILURES, messages);
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
