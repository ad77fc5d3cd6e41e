package dev.nydusview.scan;

import static java.util.Objects.requireNonNull;

import dev.nydusview.rafs.model.Digest;
import dev.nydusview.scan.access.AccessRecord;
import dev.nydusview.scan.access.FileAccess;
import dev.nydusview.scan.access.UserAccess;
import dev.nydusview.scan.image.ScanImage;
import dev.nydusview.scan.mount.Attempts;
import dev.nydusview.scan.mount.ScanMount;
import dev.nydusview.scan.profile.Profile;
import dev.nydusview.scan.profile.ProfileRecorder;
import dev.nydusview.scan.profile.ReadAhead;
import dev.nydusview.scan.report.Report;
import dev.nydusview.scan.report.ReportFile;
import dev.nydusview.scan.run.Launcher;
import dev.nydusview.scan.run.ProgramPath;
import dev.nydusview.scan.scanner.ScanRequest;
import dev.nydusview.scan.scanner.Scanner;
import dev.nydusview.scan.scanner.UnsupportedRequestException;
import dev.nydusview.scan.store.ResultStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Scans one image: by cached results if there are any, otherwise by running scanners over its contents. */
public final class ImageScan implements AutoCloseable {
    private final String reference;
    private final Map<Scanner, List<String>> scanners;
    private final ScanSettings settings;
    private final Map<String, String> variables;
    private final PrintStream err;
    private final ProgramPath path;
    private final VersionProbe probe;
    private final @Nullable ResultStore store;
    private final Map<ScannerTask, ScannerResult> results = new HashMap<>();
    private final Map<ScannerTask, CompletableFuture<@Nullable String>> versions = new HashMap<>();
    private final List<FileAccess> read = new ArrayList<>();
    private @Nullable ScanMount early;

    private ImageScan(
            String reference,
            Map<Scanner, List<String>> scanners,
            ScanSettings settings,
            Map<String, String> variables,
            PrintStream err)
            throws IOException, InterruptedException {
        this.reference = reference;
        this.scanners = new LinkedHashMap<>(scanners);
        this.settings = settings;
        this.variables = variables;
        this.err = err;
        this.path = new ProgramPath(variables);
        this.probe = new VersionProbe(
                settings.mount().cache(),
                variables,
                new Launcher(null, path),
                settings.mount().hidden());
        Path cache = settings.results().enabled() ? settings.mount().cache() : null;
        this.store =
                cache == null ? null : new ResultStore(cache, settings.results().maxAge());
    }

    /**
     * Prepares a scan of an image that is still to be opened: scanners that are known are started already, and wait for
     * it.
     *
     * @param reference what the user calls the image
     * @param scanners with further arguments of each, from the user
     * @param variables the environment, for scanners and to find them
     * @param err takes what scanners write on their standard error
     * @throws UnsupportedRequestException if a scanner cannot do what is wanted
     */
    public static ImageScan prepare(
            String reference,
            Map<Scanner, List<String>> scanners,
            ScanSettings settings,
            Map<String, String> variables,
            PrintStream err)
            throws IOException, InterruptedException, UnsupportedRequestException {
        ImageScan scan = new ImageScan(reference, scanners, settings, variables, err);
        try {
            scan.startEarly();
            return scan;
        } catch (IOException | InterruptedException | UnsupportedRequestException | RuntimeException e) {
            scan.close();
            throw e;
        }
    }

    /** Rejects requests that a scanner cannot meet, whatever the image. */
    public static void check(Map<Scanner, List<String>> scanners, ScanSettings settings)
            throws UnsupportedRequestException {
        for (Map.Entry<Scanner, List<String>> chosen : scanners.entrySet()) {
            Scanner scanner = chosen.getKey();
            scanner.arguments(request(scanner, chosen.getValue(), settings, VerdictBuilder.IMAGE_PLACEHOLDER));
        }
    }

    private static ScanRequest request(Scanner scanner, List<String> extra, ScanSettings settings, String image) {
        return new ScanRequest(
                ScannerTask.ROOT_PLACEHOLDER,
                image,
                settings.finds(),
                settings.formatOf(scanner),
                extra,
                settings.mount().timeout());
    }

    private void startEarly() throws IOException, InterruptedException, UnsupportedRequestException {
        check(scanners, settings);
        List<ScannerTask> tasks = tasks(reference);
        boolean pointless = true;
        for (ScannerTask task : tasks) {
            pointless &= task.program() == null || isLikelyKept(task);
        }
        if (pointless) {
            return;
        }
        ScanMount mount = ScanMount.open(reference, settings.mount(), path, words(), err);
        early = mount;
        for (ScannerTask task : tasks) {
            boolean known = task.program() != null && !task.scanner().namesImage(task.request());
            if (known && task.scanner().startsEarly() && !isLikelyKept(task)) {
                mount.startEarly(
                        task.command(mount.root()),
                        task.environment(variables),
                        task.scanner().readsOwners());
            }
        }
    }

    private boolean isLikelyKept(ScannerTask task) throws UnsupportedRequestException {
        return store != null && store.isLikely(words(task));
    }

    /** Words that tell scans apart before their images are known. */
    private List<String> words(ScannerTask task) throws UnsupportedRequestException {
        List<String> words = new ArrayList<>(task.command(ScannerTask.ROOT_PLACEHOLDER));
        words.add(reference);
        return words;
    }

    /** Records that a result is cached; a lost record costs only a needless start of a program. */
    private void note(ScannerTask task) throws UnsupportedRequestException {
        try {
            if (store != null) {
                store.note(words(task));
            }
        } catch (IOException e) {
            // The disk is full, or belongs to another user.
        }
    }

    /** Scans {@code image} with all scanners, side by side. */
    public ScanOutcome run(ScanImage image) throws IOException, InterruptedException, UnsupportedRequestException {
        CachedResults kept = new CachedResults(store, image, variables);
        ReceiptDraft draft = new ReceiptDraft(image, settings.mount());
        List<ScannerTask> tasks = tasks(image.name());
        List<ScannerTask> fresh = new ArrayList<>();
        for (ScannerTask task : tasks) {
            if (task.program() == null) {
                results.put(task, VerdictBuilder.missing(task));
            } else {
                kept.find(task).ifPresentOrElse(result -> results.put(task, result), () -> fresh.add(task));
            }
        }
        Attempts.run(fresh, image, settings.mount().retries(), tried -> attempt(image, tried, kept, draft));
        List<ScannerResult> inOrder = tasks.stream().map(results::get).toList();
        return new ScanOutcome(draft.receipt(inOrder), inOrder);
    }

    private List<ScannerTask> tasks(String name) {
        List<ScannerTask> tasks = new ArrayList<>();
        scanners.forEach((scanner, arguments) -> {
            ScanRequest request = request(scanner, arguments, settings, name);
            tasks.add(new ScannerTask(scanner, path.find(scanner.program()).orElse(null), request, settings.quiet()));
        });
        return tasks;
    }

    /** Runs {@code tasks} over a mount, and returns those that had a failed read. */
    private Set<ScannerTask> attempt(ScanImage image, List<ScannerTask> tasks, CachedResults kept, ReceiptDraft draft)
            throws IOException, InterruptedException, UnsupportedRequestException {
        try (ScanMount mount = mount()) {
            run(image, tasks, mount, draft, kept);
        }
        return tasks.stream()
                .filter(task -> requireNonNull(results.get(task)).verdict() == Verdict.UNREAD)
                .collect(Collectors.toSet());
    }

    /** Returns the mount on which scanners wait already, once; then new mounts. */
    private ScanMount mount() throws IOException, InterruptedException {
        ScanMount waiting = early;
        early = null;
        return waiting == null ? ScanMount.open(reference, settings.mount(), path, words(), err) : waiting;
    }

    /** Returns words of the user that may name files for scanners to read and write. */
    private List<String> words() {
        return scanners.values().stream().flatMap(List::stream).toList();
    }

    private void run(ScanImage image, List<ScannerTask> tasks, ScanMount mount, ReceiptDraft draft, CachedResults kept)
            throws IOException, InterruptedException, UnsupportedRequestException {
        List<Profile> profiles = profiles(tasks);
        mount.serve(image);
        draft.mounted(mount);
        ReadAhead ahead = mount.ahead();
        if (ahead != null) {
            ahead.start(profiles);
        }
        boolean remembers = profiles.isEmpty() && settings.profiles().shipped();
        if (remembers && ahead != null && image instanceof ScanImage.Lazy lazy) {
            ahead.remember(lazy.contents(), lazy.memory()::known);
        }
        for (ScannerTask task : tasks) {
            if (task.shape().versions().isEmpty()) {
                var unused = askVersion(task); // while it scans, as its report will not have the version
            }
        }
        for (ScanRun.Finished finished : new ScanRun(image, variables, mount).run(tasks)) {
            conclude(finished, image, mount.root(), kept);
        }
        draft.attempted(profiles, ahead, verified(mount));
        if (remembers && ahead != null && image instanceof ScanImage.Lazy lazy) {
            lazy.memory().add(ahead.reads());
        }
    }

    private CompletableFuture<@Nullable String> askVersion(ScannerTask task) {
        Path program = java.util.Objects.requireNonNull(task.program());
        return versions.computeIfAbsent(
                task, unknown -> probe.version(program, task.scanner().versionArguments()));
    }

    private @Nullable String version(ScanRun.Finished finished) throws IOException {
        ReportFile report = finished.report();
        String told = report == null ? null : report.version();
        return told == null ? askVersion(finished.task()).join() : told;
    }

    private static Set<Digest> verified(ScanMount mount) {
        AccessRecord record = mount.record();
        return record == null ? Set.of() : record.verified();
    }

    private void conclude(ScanRun.Finished finished, ScanImage image, Path root, CachedResults kept)
            throws IOException, UnsupportedRequestException {
        ScannerTask task = finished.task();
        VerdictBuilder verdict = new VerdictBuilder(finished);
        byte[] report = verdict.report(root);
        byte[] named = ReportFile.renamed(report, VerdictBuilder.IMAGE_PLACEHOLDER, image.name(), task.shape());
        ScannerResult result =
                new ScannerResult(verdict.verdict(), verdict.entry(version(finished), variables), Report.of(named));
        results.put(task, result);
        if (result.verdict().isComplete()) {
            if (kept.keep(task, result, report)) {
                note(task);
            }
        }
        UserAccess access = finished.access();
        if (access != null) {
            read.addAll(access.files());
        }
    }

    private List<Profile> profiles(List<ScannerTask> tasks) throws IOException {
        List<Profile> profiles = new ArrayList<>();
        for (Path file : settings.profiles().files()) {
            profiles.add(Profile.read(file));
        }
        if (settings.profiles().shipped()) {
            for (ScannerTask task : tasks) {
                for (String name : task.scanner().profiles(task.request())) {
                    profiles.add(Profile.shipped(name).except(task.scanner().skipped(task.request())));
                }
            }
        }
        return profiles;
    }

    /** Makes a profile of the files that were read of {@code image}, which has been scanned; empty if none was. */
    public Optional<Profile> learned(ScanImage image) {
        if (!(image instanceof ScanImage.Lazy lazy) || read.isEmpty()) {
            return Optional.empty();
        }
        String name = String.join(
                "+", scanners.keySet().stream().map(Scanner::name).distinct().toList());
        return Optional.of(ProfileRecorder.learn(name, lazy.contents().rafs(), read));
    }

    /** Ends programs that wait for an image that does not come. */
    @Override
    public void close() {
        if (early != null) {
            early.close();
        }
    }
}
