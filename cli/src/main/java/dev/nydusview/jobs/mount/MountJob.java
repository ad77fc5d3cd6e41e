package dev.nydusview.jobs.mount;

import dev.nydusview.base.SafeText;
import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.env.ProgressLine;
import dev.nydusview.cli.env.Signals;
import dev.nydusview.cli.options.MountPointOptions;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.image.NydusImage;
import dev.nydusview.jobs.control.ControlClient;
import dev.nydusview.jobs.control.MountFiles;
import dev.nydusview.jobs.control.MountPoints;
import dev.nydusview.jobs.control.MountReport;
import dev.nydusview.jobs.control.ReportPrinter;
import dev.nydusview.jobs.control.StateDirectory;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One mount from beginning to end: mounted, announced, served or given to a program, unmounted, summed up. */
public final class MountJob {
    /** Word that stands for the mount point in a program's arguments. */
    public static final String PLACEHOLDER = "{}";

    /** Difference between the exit code that the JDK and shells have for a signal, and its number. */
    private static final int SIGNALLED = 128;

    private final Environment environment;
    private final OutputOptions output;
    private final MountPointOptions options;
    private final StateDirectory state;
    private final @Nullable Path pidFile;
    private final List<Path> hidden;

    /** @param hidden what a program on the mount does not get to see */
    public MountJob(
            Environment environment,
            OutputOptions output,
            MountPointOptions options,
            StateDirectory state,
            @Nullable Path pidFile,
            List<Path> hidden) {
        this.environment = environment;
        this.output = output;
        this.options = options;
        this.state = state;
        this.pidFile = pidFile;
        this.hidden = List.copyOf(hidden);
    }

    /**
     * Mounts {@code image} on {@code directory}, or on a temporary one if {@code directory} is null, and returns the
     * exit code when the mount has ended.
     *
     * @param program what to run on the mount; empty to serve the mount until it ends
     */
    public int run(NydusImage image, @Nullable Path directory, List<String> program)
            throws IOException, InterruptedException {
        if (directory != null) {
            return mount(image, MountPoints.resolve(directory), program);
        }
        Path temporary = Files.createTempDirectory("nydusview-").toRealPath();
        try {
            return mount(image, temporary, program);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    @SuppressWarnings("try") // held for its duration only
    private int mount(NydusImage image, Path directory, List<String> program) throws IOException, InterruptedException {
        MountFiles files = state.files(directory);
        requireUnused(files, directory);
        try (LiveMount mount = new LiveMount(
                        image,
                        directory,
                        program.isEmpty() ? options.of(image.name()) : options.ofRun(image.name()),
                        files);
                Signals ignored = new Signals(number -> mount.post(new Event.Signal(number)))) {
            int code;
            if (program.isEmpty()) {
                code = serve(mount, image);
            } else {
                code = new ProgramRun(mount, environment, hidden).run(program);
                new Service(mount, environment).leave();
            }
            MountReport report = mount.finish();
            if (!program.isEmpty()) {
                files.delete();
            }
            return conclude(report, code, program.isEmpty() ? ExitCode.INTEGRITY : ExitCode.RUN_INCOMPLETE);
        }
    }

    private static void requireUnused(MountFiles files, Path directory) throws IOException {
        Optional<MountReport> running = new ControlClient(files).status();
        if (running.isPresent()) {
            throw new CommandException(
                    ExitCode.MOUNT,
                    running.get().image() + " is already mounted at " + directory + " by process "
                            + running.get().pid() + "; end that with `nydusview umount " + directory + "`");
        }
    }

    @SuppressWarnings("try") // held for its duration only
    private int serve(LiveMount mount, NydusImage image) throws IOException, InterruptedException {
        try (PidFile ignored = PidFile.write(pidFile)) {
            announce(image, mount.directory());
            int signal = untilEnd(mount);
            return signal == 0 ? ExitCode.OK.code() : SIGNALLED + signal;
        }
    }

    @SuppressWarnings("try") // held for its duration only
    private int untilEnd(LiveMount mount) throws InterruptedException {
        try (ProgressLine ignored = ProgressLine.start(
                environment, output.progress(environment), () -> ReportPrinter.summary(mount.status()))) {
            return new Service(mount, environment).untilEnd();
        }
    }

    /** Tells the user, and the process that waits for a detached mount. */
    private void announce(NydusImage image, Path directory) throws IOException {
        OutputStream out = environment.out();
        String plain = image.standsInFor().map(of -> ", " + of.phrase()).orElse("");
        String line = SafeText.controls("mounted " + image.name() + " at " + directory + plain);
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private int conclude(MountReport report, int code, ExitCode incomplete) {
        List<String> failures = ReportPrinter.failures(report);
        if (!output.quiet()) {
            environment.say(ReportPrinter.summary(report));
        }
        if (failures.isEmpty()) {
            return code;
        }
        environment.say(failures.get(0));
        failures.stream().skip(1).forEach(environment.err()::println);
        return incomplete.code();
    }
}
