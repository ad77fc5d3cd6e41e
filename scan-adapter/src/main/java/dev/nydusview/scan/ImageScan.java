package dev.nydusview.scan;

import dev.nydusview.rafs.Digest;
import dev.nydusview.scan.access.AccessRecord;
import dev.nydusview.scan.access.FileAccess;
import dev.nydusview.scan.access.UserAccess;
import dev.nydusview.scan.profile.Learner;
import dev.nydusview.scan.profile.Profile;
import dev.nydusview.scan.profile.ReadAhead;
import dev.nydusview.scan.report.ReportFile;
import dev.nydusview.scan.run.Launcher;
import dev.nydusview.scan.run.ProgramPath;
import dev.nydusview.scan.scanner.ScanRequest;
import dev.nydusview.scan.scanner.Scanner;
import dev.nydusview.scan.scanner.UnfitRequestException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Scans one image: by results that are kept where there are any, else by running scanners over its contents. */
public final class ImageScan {
    private final ScanImage image;
    private final ScanSettings settings;
    private final Map<String, String> variables;
    private final PrintStream err;
    private final ProgramPath path;
    private final VersionProbe probe;
    private final KeptResults kept;
    private final ReceiptDraft draft;
    private final Map<ScannerTask, ScannerResult> results = new HashMap<>();
    private final Map<ScannerTask, CompletableFuture<@Nullable String>> versions = new HashMap<>();
    private final List<FileAccess> read = new ArrayList<>();

    /**
     * @param variables the environment, for scanners and to find them
     * @param err takes what scanners write on their standard error
     */
    public ImageScan(ScanImage image, ScanSettings settings, Map<String, String> variables, PrintStream err) {
        this.image = image;
        this.settings = settings;
        this.variables = variables;
        this.err = err;
        this.path = new ProgramPath(variables);
        this.probe = new VersionProbe(settings.cache(), variables);
        this.kept = new KeptResults(image, settings, variables);
        this.draft = new ReceiptDraft(image, settings);
    }

    /**
     * Scans with each of {@code scanners}, side by side.
     *
     * @param extra further arguments of each, from the user
     * @throws UnfitRequestException if a scanner cannot do what is wanted
     */
    public ScanOutcome run(Map<Scanner, List<String>> extra)
            throws IOException, InterruptedException, UnfitRequestException {
        List<ScannerTask> tasks = tasks(extra);
        List<ScannerTask> fresh = new ArrayList<>();
        for (ScannerTask task : tasks) {
            task.command(ScannerTask.STAND_IN); // says now what cannot be done
            if (task.program() == null) {
                results.put(task, Conclusion.missing(task));
            } else if (!answered(task)) {
                fresh.add(task);
            }
        }
        attempt(fresh);
        List<ScannerResult> inOrder = tasks.stream().map(results::get).toList();
        return new ScanOutcome(draft.receipt(inOrder), inOrder, learned(tasks));
    }

    private List<ScannerTask> tasks(Map<Scanner, List<String>> extra) {
        List<ScannerTask> tasks = new ArrayList<>();
        new LinkedHashMap<>(extra).forEach((scanner, arguments) -> {
            ScanRequest request = new ScanRequest(
                    ScannerTask.STAND_IN,
                    image.name(),
                    settings.finds(),
                    settings.format(),
                    arguments,
                    settings.timeout());
            tasks.add(new ScannerTask(scanner, path.find(scanner.program()).orElse(null), request));
        });
        return tasks;
    }

    private boolean answered(ScannerTask task) throws IOException, UnfitRequestException {
        kept.find(task).ifPresent(result -> results.put(task, result));
        return results.containsKey(task);
    }

    /** Runs {@code fresh}, and those whose reads failed once more as long as that is wanted. */
    private void attempt(List<ScannerTask> fresh) throws IOException, InterruptedException, UnfitRequestException {
        List<ScannerTask> left = fresh;
        for (int i = 0; i <= settings.retries() && !left.isEmpty(); i++) {
            run(left);
            left = left.stream()
                    .filter(task -> results.get(task).verdict() == Verdict.UNREAD)
                    .toList();
        }
    }

    private void run(List<ScannerTask> tasks) throws IOException, InterruptedException, UnfitRequestException {
        List<Profile> profiles = profiles(tasks);
        try (Workspace space = Workspace.create();
                Contents contents = Contents.open(image, space.mountPoint(), settings)) {
            ReadAhead ahead = contents.ahead();
            if (ahead != null) {
                ahead.start(profiles);
            }
            Attempt attempt = new Attempt(
                    image, settings, variables, space, contents, new Launcher(contents.mounts(), path, err));
            tasks.forEach(this::askVersion);
            for (Attempt.Finished finished : attempt.run(tasks)) {
                conclude(finished, contents.root());
            }
            draft.attempted(profiles, ahead, verified(contents));
        }
    }

    private void askVersion(ScannerTask task) {
        Path program = task.program();
        if (program != null) {
            versions.computeIfAbsent(
                    task, unknown -> probe.version(program, task.scanner().versionArguments()));
        }
    }

    private static Set<Digest> verified(Contents contents) {
        AccessRecord record = contents.record();
        return record == null ? Set.of() : record.verified();
    }

    private void conclude(Attempt.Finished finished, Path root) throws IOException, UnfitRequestException {
        ScannerTask task = finished.task();
        Conclusion conclusion = new Conclusion(finished);
        byte[] report = conclusion.report(root);
        byte[] named = ReportFile.renamed(report, Conclusion.STAND_IN, image.name(), task.shape());
        String version = versions.getOrDefault(task, CompletableFuture.completedFuture(null))
                .join();
        ScannerResult result = new ScannerResult(
                conclusion.verdict(), conclusion.entry(version, variables), new ScannerResult.Report(named));
        results.put(task, result);
        if (result.verdict().isComplete()) {
            kept.keep(task, result, report);
        }
        UserAccess access = finished.access();
        if (access != null) {
            read.addAll(access.files());
        }
    }

    private List<Profile> profiles(List<ScannerTask> tasks) throws IOException {
        List<Profile> profiles = new ArrayList<>();
        for (Path file : settings.profiles()) {
            profiles.add(Profile.read(file));
        }
        if (settings.shippedProfiles()) {
            for (ScannerTask task : tasks) {
                for (String name : task.scanner().profiles(task.request())) {
                    profiles.add(Profile.shipped(name).except(task.scanner().skipped(task.request())));
                }
            }
        }
        return profiles;
    }

    private @Nullable Profile learned(List<ScannerTask> tasks) {
        LazyContents lazy = image.lazy();
        if (lazy == null || read.isEmpty()) {
            return null;
        }
        String name = String.join(
                "+",
                tasks.stream().map(task -> task.scanner().name()).distinct().toList());
        return Learner.learn(name, lazy.rafs(), read);
    }
}
