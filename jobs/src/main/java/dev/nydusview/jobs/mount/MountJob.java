package dev.nydusview.jobs.mount;

import dev.nydusview.base.SafeText;
import dev.nydusview.image.NydusImage;
import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.Interruption;
import dev.nydusview.jobs.Progress;
import dev.nydusview.jobs.control.ControlClient;
import dev.nydusview.jobs.control.MountFiles;
import dev.nydusview.jobs.control.MountPoints;
import dev.nydusview.jobs.control.MountReport;
import dev.nydusview.jobs.control.ReportPrinter;
import dev.nydusview.jobs.control.StateDirectory;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.image.JobContext;
import dev.nydusview.linux.StandardError;
import dev.nydusview.linux.TerminationSignal;
import dev.nydusview.rafs.model.MissingTablePolicy;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A mount from beginning to end: mounted, announced, served or given to a program, unmounted, summed up. */
public final class MountJob {
    /** Word that stands for the mount point in a program's arguments. */
    public static final String PLACEHOLDER = "{}";

    private static final int SIGTERM = 15;

    private final JobContext context;
    private final Console console;
    private final MountRequest request;

    public MountJob(JobContext context, MountRequest request) {
        this.context = context;
        this.console = context.console();
        this.request = request;
    }

    /** Mounts the image, and returns the exit code when the mount has ended. */
    public int run() throws IOException, InterruptedException {
        StateDirectory state = StateDirectory.open(console.variables());
        List<Path> hidden = request.program().isEmpty() ? List.of() : context.outOfReach();
        try (NydusImage image =
                context.images().openOver(request.lowers(), request.reference(), MissingTablePolicy.FATAL)) {
            if (request.directory() != null) {
                return mount(image, MountPoints.resolve(request.directory()), state, hidden);
            }
            Path temporary = Files.createTempDirectory("nydusview-").toRealPath();
            try {
                return mount(image, temporary, state, hidden);
            } finally {
                Files.deleteIfExists(temporary);
            }
        }
    }

    @SuppressWarnings("try") // held for its duration only
    private int mount(NydusImage image, Path directory, StateDirectory state, List<Path> hidden)
            throws IOException, InterruptedException {
        List<String> program = request.program();
        MountFiles files = state.files(directory);
        requireUnused(files, directory);
        try (ServedMount mount = new ServedMount(image, directory, context.engine(), request, files);
                Closeable metrics = context.publish(mount::problem);
                Console.Lasting ignored = console.signals(number -> mount.post(new Event.Signal(number)));
                TerminationSignal term = TerminationSignal.receive(() -> mount.post(new Event.Signal(SIGTERM)))) {
            int code;
            if (program.isEmpty()) {
                code = serve(mount, image, files);
            } else {
                code = new ProgramRun(mount, console, hidden).run(program);
                new Service(mount, console).leave();
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
                            + running.get().pid() + "; end it with `nydusview umount " + directory + "`");
        }
    }

    @SuppressWarnings("try") // held for its duration only
    private int serve(ServedMount mount, NydusImage image, MountFiles files) throws IOException, InterruptedException {
        try (PidFile ignored = PidFile.write(request.pidFile())) {
            announce(image, mount.directory(), files);
            int signal = untilEnd(mount);
            return signal == 0 ? ExitCode.OK.code() : Interruption.exitCode(signal);
        }
    }

    @SuppressWarnings("try") // held for its duration only
    private int untilEnd(ServedMount mount) throws InterruptedException {
        try (Console.Lasting ignored = console.progress(() -> Progress.of(ReportPrinter.summary(mount.status()), ""))) {
            return new Service(mount, console).untilEnd();
        }
    }

    /** Reports the mount to the user, and to the process that waits for a mount in the background. */
    private void announce(NydusImage image, Path directory, MountFiles files) throws IOException {
        if (request.background()) {
            StandardError.sendTo(files.log());
        }
        OutputStream out = console.out();
        String plain = image.standsInFor().map(of -> ", " + of.phrase()).orElse("");
        String line = SafeText.controls("mounted " + image.name() + " at " + directory + plain);
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private int conclude(MountReport report, int code, ExitCode incomplete) {
        List<String> failures = ReportPrinter.failures(report);
        if (!console.quiet()) {
            console.say(ReportPrinter.summary(report));
        }
        if (failures.isEmpty()) {
            return code;
        }
        console.say(failures);
        return incomplete.code();
    }
}
