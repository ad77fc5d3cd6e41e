package dev.nydusview.cli;

import dev.nydusview.base.Quantity;
import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.FormatOption;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.jobs.control.MountPoints;
import dev.nydusview.jobs.control.MountReport;
import dev.nydusview.jobs.control.Mounts;
import dev.nydusview.jobs.control.ReportPrinter;
import dev.nydusview.jobs.control.StateDirectory;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.output.ImageName;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.jobs.output.Table;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.linux.MountTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code status [DIR]}. */
@Command(
        name = "status",
        description = {
            "Shows statistics of mounts: files and bytes read, data fetched, failed reads.",
            "",
            "Lists your running mounts, and mounts that have ended within the last day, except those of mount --run."
        },
        footer = {
            "  nydusview status",
            "  nydusview status /mnt/app",
            "  nydusview status --format json /mnt/app",
        })
final class StatusCommand implements Subcommand {
    private final Environment environment;

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "Mount point (default: all mounts).")
    @Nullable
    Path directory;

    @Mixin
    FormatOption format = new FormatOption();

    @Mixin
    OutputOptions output = new OutputOptions();

    StatusCommand(Environment environment) {
        this.environment = environment;
    }

    record Document(int schemaVersion, List<MountReport> mounts) {}

    @Override
    public Integer call() throws IOException {
        Mounts mounts = new Mounts(StateDirectory.open(environment.variables()));
        List<MountReport> reports = directory == null ? mounts.all() : List.of(one(mounts, directory));
        try (TextOutput out = new TextOutput(environment.out(), environment.style())) {
            format.format()
                    .print(out, new Document(Json.SCHEMA_VERSION, reports), reports, text -> print(reports, text));
        }
        reports.forEach(this::complain);
        return exitCode(reports).code();
    }

    private static MountReport one(Mounts mounts, Path directory) throws IOException {
        Path mountPoint = MountPoints.resolve(directory);
        Optional<MountReport> current = mounts.find(mountPoint);
        return (current.isPresent() ? current : mounts.lastEnded(mountPoint))
                .orElseThrow(() -> nothingKnown(mountPoint));
    }

    private static CommandException nothingKnown(Path mountPoint) {
        return new CommandException(
                ExitCode.NOT_FOUND, "no mount is known at " + mountPoint + "; `nydusview status` lists your mounts");
    }

    private static void print(List<MountReport> reports, TextOutput out) throws IOException {
        Table table = new Table(
                "MOUNT POINT",
                "STATE",
                ">PID",
                ">FILES",
                ">READ",
                ">FETCHED",
                ">SHARE",
                ">AHEAD",
                ">USED",
                ">FAILED",
                "IMAGE");
        for (MountReport report : reports) {
            table.row(
                    report.mountPoint(),
                    report.state().name().toLowerCase(Locale.ROOT),
                    report.pid(),
                    report.served().filesOpened(),
                    Quantity.bytes(report.served().bytesRead()),
                    Quantity.bytes(report.fetched().blobBytes()),
                    Quantity.share(
                            report.fetched().blobBytes(), report.fetched().imageBytes()),
                    Quantity.bytes(report.aheadBytes()),
                    Quantity.share(report.aheadUsedBytes(), report.aheadBytes()),
                    report.served().failures(),
                    new ImageName(
                            report.standsInFor() == null
                                    ? report.image()
                                    : report.image() + " "
                                            + report.standsInFor().phrase()));
        }
        table.print(out);
    }

    private void complain(MountReport report) {
        ReportPrinter.failures(report).forEach(environment::say);
        if (report.state() == MountReport.State.UNRESPONSIVE) {
            environment.say(
                    "process " + report.pid() + ", which serves " + report.mountPoint()
                            + ", does not respond: it may be stopped, or of another version; these are its last known statistics");
        }
        if (report.state() == MountReport.State.CRASHED) {
            environment.say("the process that served " + report.mountPoint() + " ended without a report"
                    + (stillMounted(report)
                            ? "; `nydusview umount " + report.mountPoint() + "` removes the mount"
                            : ""));
        }
    }

    private static boolean stillMounted(MountReport report) {
        try {
            return new MountTable().fuseSource(Path.of(report.mountPoint())).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private static ExitCode exitCode(List<MountReport> reports) {
        return reports.stream().allMatch(MountReport::complete) ? ExitCode.OK : ExitCode.INTEGRITY;
    }

    @Override
    public List<ExitCode> exitCodes() {
        return List.of(ExitCode.OK, ExitCode.FAILURE, ExitCode.USAGE, ExitCode.NOT_FOUND, ExitCode.INTEGRITY);
    }

    @Override
    public OutputOptions output() {
        return output;
    }
}
