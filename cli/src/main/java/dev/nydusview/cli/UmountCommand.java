package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.FormatOption;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.jobs.control.ControlClient;
import dev.nydusview.jobs.control.Holders;
import dev.nydusview.jobs.control.IncompatibleServerException;
import dev.nydusview.jobs.control.MountFiles;
import dev.nydusview.jobs.control.MountPoints;
import dev.nydusview.jobs.control.MountReport;
import dev.nydusview.jobs.control.Mounts;
import dev.nydusview.jobs.control.ReportPrinter;
import dev.nydusview.jobs.control.StateDirectory;
import dev.nydusview.jobs.control.UnresponsiveServerException;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.linux.MountTable;
import dev.nydusview.linux.Unmounting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code umount DIR}. */
@Command(
        name = "umount",
        description = {
            "Unmounts an image, waits for its process to end, and shows statistics of the mount.",
            "",
            "If the mount is still in use after 10 seconds, lists the processes that use it, and how.",
            "",
            "Also removes a mount whose process has died and where every access fails with \"transport "
                    + "endpoint is not connected\"."
        },
        footer = {
            "  nydusview umount /mnt/app",
            "  nydusview umount --lazy /mnt/app",
            "  nydusview umount --format json /mnt/app",
        })
final class UmountCommand implements Subcommand {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Environment environment;

    @Parameters(paramLabel = "DIR", description = "Mount point.")
    Path directory = Path.of("");

    @Option(
            names = {"-z", "--lazy"},
            fallbackValue = "true",
            description = "Detach the mount even if it is in use.")
    boolean lazy;

    @Mixin
    FormatOption format = new FormatOption();

    @Mixin
    OutputOptions output = new OutputOptions();

    UmountCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        Path mountPoint = MountPoints.resolve(directory);
        Mounts mounts = new Mounts(StateDirectory.open(environment.variables()));
        MountFiles files = mounts.files(mountPoint);
        Holders holders = new Holders(mountPoint, files.read().orElse(null));
        ControlClient.Unmounted outcome = unmount(files, holders);
        if (outcome == ControlClient.Unmounted.NOT_SERVED
                && new MountTable()
                        .fuseSource(mountPoint)
                        .filter(UmountCommand::ours)
                        .isPresent()) {
            removeStale(mountPoint);
            files.delete();
            throw withoutReport(mountPoint);
        }
        Optional<MountReport> report =
                outcome == ControlClient.Unmounted.ENDED ? settled(mounts, mountPoint) : mounts.find(mountPoint);
        if (report.isEmpty()) {
            throw new CommandException(
                    ExitCode.NOT_FOUND, "nydusview has nothing mounted at " + mountPoint + "; see `nydusview status`");
        }
        if (outcome == ControlClient.Unmounted.LEAVING && !lazy) {
            throw new CommandException(
                    ExitCode.MOUNT,
                    mountPoint + " is detached, but process "
                            + report.get().pid() + " still serves it"
                            + holders.sentence(
                                    ": ",
                                    "; end these processes, and it ends as well",
                                    " for processes that cannot be seen"));
        }
        if (outcome == ControlClient.Unmounted.LEAVING) {
            environment.say(
                    mountPoint + " is detached, and process " + report.get().pid()
                            + " serves it to the processes that still use it; these are the statistics so far");
            return show(report.get()).code();
        }
        if (report.get().state() == MountReport.State.CRASHED) {
            files.delete();
            throw withoutReport(mountPoint);
        }
        files.retire(report.get());
        return show(report.get()).code();
    }

    private ControlClient.Unmounted unmount(MountFiles files, Holders holders) throws IOException {
        try {
            return new ControlClient(files).unmount(lazy);
        } catch (UnresponsiveServerException e) {
            throw new CommandException(
                    ExitCode.MOUNT,
                    "process " + holders.server() + ", which serves " + holders.mountPoint()
                            + ", does not respond: continue it with `kill -CONT " + holders.server()
                            + "`, or end it with `kill -KILL` and unmount again");
        } catch (IncompatibleServerException e) {
            throw new CommandException(ExitCode.MOUNT, String.valueOf(e.getMessage()));
        } catch (CommandException e) {
            String busy = holders.sentence(
                    holders.mountPoint() + " is busy: ", "; end these processes, or unmount with --lazy", "");
            throw busy.isEmpty() ? e : new CommandException(e.code(), busy);
        }
    }

    /** Returns the last report of a mount that has ended, whose process may still be about to write it. */
    private static Optional<MountReport> settled(Mounts mounts, Path mountPoint) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Optional<MountReport> report = mounts.find(mountPoint);
        while (report.isPresent()
                && report.get().state() == MountReport.State.MOUNTED
                && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE.toNanos());
            report = mounts.find(mountPoint);
        }
        return report;
    }

    /** Removes a mount whose process has died: the mount stays, and every use of it fails with ENOTCONN. */
    private static void removeStale(Path mountPoint) throws CommandException {
        try {
            Unmounting.unmount(mountPoint, true);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.MOUNT,
                    mountPoint + " cannot be unmounted: try `fusermount3 -u -z " + mountPoint
                            + "` or, as root, `umount -l " + mountPoint + "`");
        }
    }

    private static CommandException withoutReport(Path mountPoint) {
        return new CommandException(
                ExitCode.INTEGRITY,
                mountPoint + " is unmounted, but its process had died without a report: reads may have failed");
    }

    private static boolean ours(String source) {
        return source.startsWith("nydusview:");
    }

    private ExitCode show(MountReport report) throws IOException {
        try (TextOutput out = new TextOutput(environment.out(), environment.style())) {
            format.format()
                    .print(
                            out,
                            report,
                            text -> text.line("unmounted " + report.image() + " from " + report.mountPoint() + ": "
                                    + ReportPrinter.summary(report)));
        }
        ReportPrinter.failures(report).forEach(environment::say);
        return report.complete() ? ExitCode.OK : ExitCode.INTEGRITY;
    }

    @Override
    public List<ExitCode> exitCodes() {
        return List.of(
                ExitCode.OK, ExitCode.FAILURE, ExitCode.USAGE, ExitCode.NOT_FOUND, ExitCode.INTEGRITY, ExitCode.MOUNT);
    }

    @Override
    public OutputOptions output() {
        return output;
    }
}
