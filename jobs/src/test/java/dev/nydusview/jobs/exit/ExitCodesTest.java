package dev.nydusview.jobs.exit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.fuse.MountException;
import dev.nydusview.image.manifest.NotNydusException;
import dev.nydusview.rafs.model.ChunkVerificationException;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.registry.AuthenticationException;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.RemoteException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExitCodesTest {
    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new RemoteException("x"), 1, 121),
                Arguments.of(new IOException("x"), 1, 121),
                Arguments.of(new NotFoundException("x"), 3, 121),
                Arguments.of(new NoSuchFileException("x"), 3, 121),
                Arguments.of(new AuthenticationException("x"), 4, 121),
                Arguments.of(new NotNydusException("x"), 5, 121),
                Arguments.of(new UnsupportedFeatureException("x"), 5, 121),
                Arguments.of(new RafsFormatException("x"), 6, 121),
                Arguments.of(new ChunkVerificationException("x"), 6, 121),
                Arguments.of(new MountException("x"), 7, 122),
                Arguments.of(new CommandException(ExitCode.USAGE, "x"), 2, 2),
                Arguments.of(new CommandException(ExitCode.RUN_PROGRAM, "x"), 123, 123),
                Arguments.of(new IllegalStateException("x"), 1, 121));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void everyKindOfFailureHasItsCode(Throwable failure, int code, int beforeRun) {
        assertThat(ExitCodes.of(failure).code()).isEqualTo(code);
        assertThat(ExitCodes.beforeRun(failure).code()).isEqualTo(beforeRun);
    }

    @Test
    void messagesNameTheCause() {
        assertThat(Messages.of(new RemoteException("registry gone\nreally"))).isEqualTo("registry gone really");
        assertThat(Messages.of(new NoSuchFileException("/x"))).isEqualTo("/x: no such file or directory");
        assertThat(Messages.of(new AccessDeniedException("/x"))).isEqualTo("/x: permission denied");
        assertThat(Messages.of(new IllegalStateException("oops")))
                .isEqualTo("internal error: java.lang.IllegalStateException: oops; please report it with the output of"
                        + " the same command with -v");
    }
}
