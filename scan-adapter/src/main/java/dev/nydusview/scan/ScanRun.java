package dev.nydusview.scan;

import static java.util.Objects.requireNonNull;

import dev.nydusview.base.SafeText;
import dev.nydusview.scan.access.UserAccess;
import dev.nydusview.scan.image.ScanImage;
import dev.nydusview.scan.mount.FailedReadWatchdog;
import dev.nydusview.scan.mount.ProgramReads;
import dev.nydusview.scan.mount.ScanMount;
import dev.nydusview.scan.mount.ScanProgram;
import dev.nydusview.scan.report.ConfigurationFiles;
import dev.nydusview.scan.report.ReportFile;
import dev.nydusview.scan.run.Confinement;
import dev.nydusview.scan.run.Program;
import dev.nydusview.scan.run.ProgramExit;
import dev.nydusview.scan.scanner.UnsupportedRequestException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A run of scanners over a mount, side by side. */
final class ScanRun {
    private final ScanImage image;
    private final Map<String, String> variables;
    private final ScanMount mount;
    private final List<Running> running = new ArrayList<>();

    ScanRun(ScanImage image, Map<String, String> variables, ScanMount mount) {
        this.image = image;
        this.variables = variables;
        this.mount = mount;
    }

    private record Running(ScannerTask task, ScanProgram main, @Nullable ScanProgram configuration) {}

    /**
     * Outcome of a scanner's run.
     *
     * @param command the program and its arguments
     * @param report what the scanner printed about the image; null if that is not a report
     * @param configuration what it printed about the configuration; null if it did not scan that, or the output is not
     *     a report
     * @param configured whether it scanned the configuration
     * @param messages the end of its standard error
     * @param unread failed reads that it may have wanted
     * @param access what it read; null for an unpacked image
     * @param confinement what kept it from the rest of the machine
     */
    record Finished(
            ScannerTask task,
            List<String> command,
            ProgramExit ending,
            @Nullable ReportFile report,
            @Nullable ReportFile configuration,
            boolean configured,
            List<String> broken,
            String messages,
            List<String> unread,
            @Nullable UserAccess access,
            Confinement confinement) {}

    /** Runs {@code tasks} to their ends. */
    List<Finished> run(List<ScannerTask> tasks) throws IOException, InterruptedException, UnsupportedRequestException {
        boolean configured = false;
        @Nullable String noConfiguration = null;
        try {
            configured = configure(tasks);
        } catch (ConfigurationMissing e) {
            noConfiguration = String.valueOf(e.getMessage());
        }
        for (ScannerTask task : tasks) {
            start(task, configured);
        }
        mount.closeUnused();
        return finish(noConfiguration);
    }

    private static final class ConfigurationMissing extends IOException {
        private static final long serialVersionUID = 1L;

        ConfigurationMissing(IOException cause) {
            super("the image's configuration could not be scanned: " + cause.getMessage(), cause);
        }
    }

    /** Writes the files of the image's configuration if one of {@code tasks} scans it; returns whether there is one. */
    private boolean configure(List<ScannerTask> tasks) throws ConfigurationMissing, UnsupportedRequestException {
        boolean wanted = false;
        for (ScannerTask task : tasks) {
            wanted |= task.configurationCommand(mount.configuration()).isPresent();
        }
        try {
            byte[] document = wanted ? image.facts().configuration().read() : null;
            if (document == null) {
                return false;
            }
            ConfigurationFiles.write(document, mount.configuration());
            return true;
        } catch (IOException e) {
            throw new ConfigurationMissing(e);
        }
    }

    private void start(ScannerTask task, boolean configured)
            throws IOException, InterruptedException, UnsupportedRequestException {
        ScanProgram main = mount.start(
                task.command(mount.root()),
                task.environment(variables),
                task.scanner().readsOwners());
        ScanProgram configuration = null;
        Optional<List<String>> command =
                configured ? task.configurationCommand(mount.configuration()) : Optional.empty();
        if (command.isPresent()) {
            configuration = mount.start(
                    command.get(), task.environment(variables), task.scanner().readsOwners());
        }
        running.add(new Running(task, main, configuration));
    }

    private List<Finished> finish(@Nullable String noConfiguration) throws IOException, InterruptedException {
        Map<Program, ProgramExit> endings = await();
        ProgramReads reads =
                mount.end(running.stream().map(one -> one.main.program().id()).collect(Collectors.toSet()));
        List<Finished> finished = new ArrayList<>();
        for (Running one : running) {
            List<String> unread =
                    new ArrayList<>(reads.unread(one.main.program().id()));
            passedOver(one, reads).ifPresent(unread::add);
            if (noConfiguration != null) {
                unread.add(noConfiguration);
            }
            finished.add(finished(
                    one, endings, unread, reads.access(one.main.program().id())));
        }
        return finished;
    }

    /**
     * Returns a sentence about a path that a scanner was told of but does not have room for, so that its report lacks
     * that file.
     */
    private static Optional<String> passedOver(Running one, ProgramReads reads) {
        int limit = one.task.scanner().maxPath();
        return reads.pathLongerThan(limit, one.main.program().id())
                .map(path -> one.task.scanner().name() + " skips paths of more than " + limit + " bytes, such as "
                        + SafeText.controls(path));
    }

    /** Waits for all programs at once, so that none that hangs or floods is noticed late. */
    @SuppressWarnings("try") // held for its duration only
    private Map<Program, ProgramExit> await() throws IOException, InterruptedException {
        List<Program> programs = new ArrayList<>();
        for (Running one : running) {
            programs.add(one.main.program());
            if (one.configuration != null) {
                programs.add(one.configuration.program());
            }
        }
        ExecutorService waiting = Executors.newFixedThreadPool(programs.size());
        try (FailedReadWatchdog ignored = FailedReadWatchdog.watch(mount.record(), programs)) {
            Map<Program, ProgramExit> endings = new HashMap<>();
            List<Future<ProgramExit>> pending = waiting.invokeAll(programs.stream()
                    .<Callable<ProgramExit>>map(program -> program::await)
                    .toList());
            for (int i = 0; i < programs.size(); i++) {
                endings.put(programs.get(i), pending.get(i).get());
            }
            return endings;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            waiting.shutdownNow();
        }
    }

    private Finished finished(
            Running one, Map<Program, ProgramExit> endings, List<String> unread, @Nullable UserAccess access)
            throws IOException {
        List<String> broken = new ArrayList<>();
        ProgramExit ending = requireNonNull(endings.get(one.main.program()));
        ReportFile report = report(one.task, one.main, ending, broken);
        ProgramExit configurationEnding = null;
        ReportFile configuration = null;
        if (one.configuration != null) {
            configurationEnding = requireNonNull(endings.get(one.configuration.program()));
            configuration = report(one.task, one.configuration, configurationEnding, broken);
        }
        return new Finished(
                one.task,
                one.main.command(),
                worse(one.task, ending, configurationEnding),
                report,
                configuration == null ? null : configuration.renamed(mount.configuration(), name()),
                one.configuration != null,
                broken,
                messages(one),
                unread,
                access,
                one.main.confinement());
    }

    private static String messages(Running one) {
        String ofConfiguration = one.configuration == null ? "" : one.configuration.messages();
        return ofConfiguration + one.main.messages();
    }

    private String name() {
        return image.name() + " (image configuration)";
    }

    /** Returns the worse ending: findings in the configuration count as much as findings in the image. */
    private static ProgramExit worse(ScannerTask task, ProgramExit main, @Nullable ProgramExit configuration) {
        boolean passes = main.kind() == ProgramExit.Kind.EXITED && main.code() == 0;
        boolean result = task.scanner().isResult(main.code(), task.request());
        return configuration != null && passes && result ? configuration.asLongAs(main) : main;
    }

    private static @Nullable ReportFile report(
            ScannerTask task, ScanProgram part, ProgramExit ending, List<String> broken) throws IOException {
        String name = task.scanner().name();
        if (ending.kind() != ProgramExit.Kind.EXITED) {
            broken.add(name + " " + ending.description());
        }
        ReportFile report = ReportFile.read(part.output(), task.shape());
        String fault = ending.kind() == ProgramExit.Kind.FLOOD ? null : report.fault();
        if (fault != null) {
            broken.add("the output of " + name + " is not a report: " + fault
                    + (ending.kind() == ProgramExit.Kind.EXITED ? " (it " + ending.description() + ")" : ""));
            return null;
        }
        return report;
    }
}
