package dev.nydusview.jobs.exit;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.fuse.MountException;
import dev.nydusview.image.manifest.NotNydusException;
import dev.nydusview.inspect.NotInImageException;
import dev.nydusview.registry.AuthenticationException;
import dev.nydusview.registry.NotFoundException;
import java.nio.file.NoSuchFileException;
import java.util.Map;

/** The one table from failures to exit codes. */
public final class ExitCodes {
    /** Exit codes by class of failure. No class here is a subclass of another, so that order does not matter. */
    private static final Map<Class<? extends Throwable>, ExitCode> TABLE = Map.of(
            NotFoundException.class, ExitCode.NOT_FOUND,
            NoSuchFileException.class, ExitCode.NOT_FOUND,
            NotInImageException.class, ExitCode.NOT_FOUND,
            AuthenticationException.class, ExitCode.AUTHENTICATION,
            NotNydusException.class, ExitCode.UNSUPPORTED,
            UnsupportedFeatureException.class, ExitCode.UNSUPPORTED,
            CorruptDataException.class, ExitCode.INTEGRITY,
            MountException.class, ExitCode.MOUNT);

    private ExitCodes() {}

    public static ExitCode of(Throwable failure) {
        if (failure instanceof CommandException command) {
            return command.code();
        }
        return TABLE.entrySet().stream()
                .filter(row -> row.getKey().isInstance(failure))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(ExitCode.FAILURE);
    }

    /** The code of a failure before the program of {@code mount --run} could start, or of its documents. */
    public static ExitCode beforeRun(Throwable failure) {
        if (failure instanceof UnwrittenException) {
            return ExitCode.FAILURE;
        }
        ExitCode code = of(failure);
        return switch (code) {
            case USAGE, RUN_PROGRAM, INTERRUPTED, TERMINATED -> code;
            case MOUNT -> ExitCode.RUN_MOUNT;
            default -> ExitCode.RUN_IMAGE;
        };
    }
}
