package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.FromEnvironment;
import dev.nydusview.cli.options.MetricsOptions;
import dev.nydusview.cli.options.MountPointOptions;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.cli.options.OverlayOptions;
import dev.nydusview.cli.options.RestOfLine;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.exit.ExitCodes;
import dev.nydusview.jobs.mount.MountJob;
import dev.nydusview.jobs.mount.MountRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mount REF DIR}. */
@Command(
        name = "mount",
        customSynopsis = {
            "nydusview mount [OPTIONS] REF DIR",
            "       nydusview mount [OPTIONS] REF [DIR] --run CMD ARG...",
        },
        description = {
            "Mounts an image read-only; file data is fetched and verified when it is read.",
            "",
            "Runs in the foreground until the image is unmounted or the command is interrupted. Scanners "
                    + "report success even if reads fail, so nydusview counts failed reads and reports them in its "
                    + "exit code."
        },
        footer = {
            "  nydusview mount ghcr.io/example/app:nydus /mnt/app",
            "  nydusview mount -d ghcr.io/example/app:nydus /mnt/app && nydusview umount /mnt/app",
            "  nydusview mount ghcr.io/example/app:nydus --run trivy rootfs {}",
        })
final class MountCommand implements Subcommand {
    /** Option for a mount that a process in the background serves. */
    static final String DETACH = "--detach";

    private final Environment environment;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", arity = "0..1", paramLabel = "REF", hideParamSyntax = true, description = "The image.")
    @Nullable
    String first;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DIR",
            hideParamSyntax = true,
            description = "Mount point, an empty directory (default with --run: a temporary directory).")
    @Nullable
    String second;

    @FromEnvironment(unless = "--run")
    @Option(
            names = {"-d", DETACH},
            fallbackValue = "true",
            description = "Continue in the background once the mount is ready.")
    boolean detach;

    @Option(
            names = "--run",
            arity = "1..*",
            paramLabel = "CMD ARG...",
            hideParamSyntax = true,
            parameterConsumer = RestOfLine.class,
            description = "Run a program with {} replaced by the mount point, unmount, and exit with the program's "
                    + "exit code. All further arguments are the program's.")
    List<String> program = new ArrayList<>();

    @Option(
            names = "--pid-file",
            paramLabel = "FILE",
            description = "Write the ID of the process that serves the mount to FILE.")
    @Nullable
    Path pidFile;

    @Option(names = "--target", hidden = true)
    @Nullable
    String target;

    @Option(names = "--mount-path", hidden = true)
    @Nullable
    String mountPath;

    @Option(names = Detachment.CHILD_OPTION, hidden = true)
    boolean inBackground;

    @Mixin
    MountPointOptions mountPoint = new MountPointOptions();

    @Mixin
    OverlayOptions image = OverlayOptions.ofMounts();

    @Mixin
    MetricsOptions metrics = new MetricsOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    MountCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        String reference = reference();
        String directory = directory();
        if (directory == null && program.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "DIR is missing: name the mount point");
        }
        if (detach && !program.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "--detach contradicts --run, which waits for its program");
        }
        if (directory == null && program.stream().skip(1).noneMatch(word -> word.contains(MountJob.PLACEHOLDER))) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "the arguments of " + program.get(0)
                            + " do not name the image: add {}, which stands for its directory");
        }
        if (detach && !inBackground && directory != null) {
            return detached();
        }
        MountRequest request = new MountRequest(
                reference,
                image.lowers(),
                directory == null ? null : Path.of(directory),
                program,
                mountPoint.point(!program.isEmpty()),
                pidFile,
                inBackground);
        return new MountJob(
                        JobContexts.of(environment, image.image(), output, mountPoint.engine(), metrics.settings()),
                        request)
                .run();
    }

    private int detached() throws IOException, InterruptedException {
        String credentials = image.image().credentials(environment);
        return new Detachment(environment, Main.class.getName())
                .start(spec.commandLine().getParent().getParseResult().originalArgs(), credentials);
    }

    private String reference() throws CommandException {
        String reference = target == null ? first : target;
        if (reference == null) {
            throw new CommandException(ExitCode.USAGE, "REF is missing: name the image to mount");
        }
        return reference;
    }

    private @Nullable String directory() throws CommandException {
        String operand = target == null ? second : first;
        if (mountPath != null && operand != null) {
            throw new CommandException(ExitCode.USAGE, "--mount-path contradicts DIR");
        }
        return mountPath == null ? operand : mountPath;
    }

    @Override
    public ExitCode exitCode(Throwable failure) {
        return program.isEmpty() ? ExitCodes.of(failure) : ExitCodes.beforeRun(failure);
    }

    @Override
    public List<ExitCode> exitCodes() {
        return Stream.of(ExitCode.values())
                .filter(code -> code != ExitCode.FINDINGS)
                .toList();
    }

    @Override
    public OutputOptions output() {
        return output;
    }
}
