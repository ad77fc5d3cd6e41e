package dev.nydusview.image.manifest;

import dev.nydusview.base.Threads;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of an image's configuration with the wanted platform, for which the configuration is fetched on a thread of
 * its own while the bootstrap is: nothing of the image may be used before it has passed.
 */
public final class PlatformCheck {
    private final CompletableFuture<Void> passed;

    private PlatformCheck(CompletableFuture<Void> passed) {
        this.passed = passed;
    }

    interface Comparison {
        void run() throws IOException;
    }

    /** A check that has passed. */
    static PlatformCheck done() {
        return new PlatformCheck(CompletableFuture.completedFuture(null));
    }

    static PlatformCheck start(Comparison comparison) {
        CompletableFuture<Void> passed = new CompletableFuture<>();
        Threads.daemon("platform-check", () -> {
                    try {
                        comparison.run();
                        passed.complete(null);
                    } catch (IOException | RuntimeException | Error e) {
                        passed.completeExceptionally(e);
                    }
                })
                .start();
        return new PlatformCheck(passed);
    }

    /** Returns once the check has passed; throws what it has found otherwise. */
    public void await() throws IOException {
        try {
            passed.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the configuration of the image was fetched", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private static IOException failure(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException fault) {
            throw fault;
        }
        if (cause instanceof Error fault) {
            throw fault;
        }
        return cause instanceof IOException failure ? failure : new IOException(cause);
    }
}
