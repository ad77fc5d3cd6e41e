package dev.nydusview.plugin.scan;

import dev.nydusview.plugin.exec.MountedImage;
import dev.nydusview.plugin.exec.PluginExit;
import dev.nydusview.plugin.exec.PluginRun;
import dev.nydusview.plugin.exec.PluginRunner;
import dev.nydusview.scan.ScannerResult;
import dev.nydusview.scan.Verdict;
import dev.nydusview.scan.access.UserAccess;
import dev.nydusview.scan.mount.ProgramReads;
import dev.nydusview.scan.mount.ScanMount;
import dev.nydusview.scan.receipt.AccessEntry;
import dev.nydusview.scan.receipt.ScannerEntry;
import dev.nydusview.scan.report.Report;
import dev.nydusview.scan.run.ProgramExit;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A run of plugins over a mount, several at a time. */
final class PluginAttempt {
    private static final double MILLIS = 1000;

    private final ScanMount mount;
    private final PluginRunner runner;
    private final PluginSettings settings;

    PluginAttempt(ScanMount mount, PluginRunner runner, PluginSettings settings) {
        this.mount = mount;
        this.runner = runner;
        this.settings = settings;
    }

    private record Finished(PluginRun run, @Nullable PluginExit end) {}

    Map<PluginTask, PluginResult> run(List<PluginTask> tasks, MountedImage image)
            throws IOException, InterruptedException {
        Map<PluginTask, Finished> finished = runAll(tasks, image);
        Set<Integer> leaders = new HashSet<>();
        finished.values().stream().filter(one -> one.end != null).forEach(one -> leaders.add(one.end.leader()));
        ProgramReads reads = mount.end(leaders);
        Map<PluginTask, PluginResult> results = new HashMap<>();
        finished.forEach((task, one) -> results.put(task, result(task, one, reads)));
        return results;
    }

    private Map<PluginTask, Finished> runAll(List<PluginTask> tasks, MountedImage image)
            throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(settings.threads());
        try {
            Map<PluginTask, Future<Finished>> running = new LinkedHashMap<>();
            for (PluginTask task : tasks) {
                running.put(task, threads.submit(() -> run(task, image)));
            }
            Map<PluginTask, Finished> finished = new LinkedHashMap<>();
            for (Map.Entry<PluginTask, Future<Finished>> one : running.entrySet()) {
                finished.put(one.getKey(), one.getValue().get());
            }
            return finished;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** A plugin that cannot be started is broken, and keeps no other from running. */
    private Finished run(PluginTask task, MountedImage image) throws InterruptedException {
        List<String> flags = settings.flags().words(task.plugin(), task.command());
        PluginRun run = runner.prepare(task.plugin(), task.command(), image, flags);
        try {
            return new Finished(run, runner.run(run));
        } catch (IOException e) {
            // The message of a failure of the file system is a path.
            String kind = e instanceof FileSystemException ? e.getClass().getSimpleName() + ": " : "";
            run.problem("the plugin could not be run: " + kind + e.getMessage());
            return new Finished(run, null);
        }
    }

    private PluginResult result(PluginTask task, Finished one, ProgramReads reads) {
        List<String> problems = new ArrayList<>();
        AccessEntry access = null;
        PluginExit end = one.end;
        if (end != null) {
            problems.addAll(reads.unread(end.leader()));
            UserAccess read = reads.access(end.leader());
            access = read == null ? null : AccessEntry.of(read);
        }
        boolean unread = !problems.isEmpty();
        List<String> broken = broken(one);
        problems.addAll(broken);
        Verdict verdict = verdict(task, unread, !broken.isEmpty());
        ScannerEntry entry = entry(task, one, verdict, problems, access);
        return new PluginResult(
                new ScannerResult(verdict, entry, Report.of(new byte[0])), List.copyOf(one.run.findings()));
    }

    private Verdict verdict(PluginTask task, boolean unread, boolean broken) {
        if (unread) {
            return Verdict.UNREAD;
        }
        if (!broken) {
            return Verdict.COMPLETE;
        }
        return settings.tolerance().covers(task.plugin().name()) ? Verdict.IGNORED : Verdict.BROKEN;
    }

    private static List<String> broken(Finished one) {
        List<String> reasons = new ArrayList<>(one.run.problems());
        PluginExit end = one.end;
        boolean well = end != null
                && end.ending().kind() == ProgramExit.Kind.EXITED
                && end.ending().code() == 0;
        if (end != null && !well && !one.run.isKilled()) {
            reasons.add("the plugin " + end.ending().description());
        }
        return reasons;
    }

    private static ScannerEntry entry(
            PluginTask task, Finished one, Verdict verdict, List<String> problems, @Nullable AccessEntry access) {
        String version = task.plugin().manifest().version();
        PluginExit end = one.end;
        return new ScannerEntry(
                task.label(),
                version.isEmpty() ? null : version,
                List.of(),
                end == null ? List.of(task.plugin().executable().toString()) : end.commandLine(),
                end == null ? "missing" : end.ending().kind().label(),
                end == null ? 127 : end.ending().code(),
                verdict.label(),
                problems,
                end == null ? 0 : end.ending().took().toMillis() / MILLIS,
                true,
                null,
                one.run.limits(),
                end == null ? null : end.confinement(),
                access);
    }
}
