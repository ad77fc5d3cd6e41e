package dev.nydusview.registry.endpoint;

import dev.nydusview.registry.http.RegistryAccess;
import dev.nydusview.registry.http.RegistryConnections;
import dev.nydusview.registry.http.RegistryHttp;
import dev.nydusview.registry.ref.ImageReference;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Access to a repository that is prepared when it is first asked for something: an image whose metadata is in the cache does
 * without, and preparing takes longer than reading that. Safe for concurrent use.
 */
public final class RepositoryLink implements Closeable {
    private final String registry;
    private final Opening opening;
    private @Nullable RegistryHttp http;
    private boolean closed;

    private interface Opening {
        RegistryHttp open() throws IOException;
    }

    private RepositoryLink(String registry, Opening opening) {
        this.registry = registry;
        this.opening = opening;
    }

    /**
     * Leads to the repository of {@code reference}.
     *
     * @param mirrors is told the host of each mirror that answers in the registry's place
     */
    public static RepositoryLink to(
            ImageReference reference,
            RegistryConnections connections,
            RegistryAccess access,
            Consumer<String> mirrors) {
        return new RepositoryLink(reference.registry(), () -> {
            RegistryHttp opened = connections.open(reference, access);
            opened.reportMirrors(mirrors);
            return opened;
        });
    }

    /** Leads where {@code prepared} does, which is closed with this. */
    public static RepositoryLink of(RegistryHttp prepared) {
        RepositoryLink link = new RepositoryLink(prepared.host(), () -> prepared);
        link.http = prepared;
        return link;
    }

    /** Returns the access. */
    synchronized RegistryHttp http() throws IOException {
        RegistryHttp known = http;
        if (known == null) {
            if (closed) {
                throw new IOException("the image is closed");
            }
            known = opening.open();
            http = known;
        }
        return known;
    }

    /** Returns host and port of the registry; as the user has named it before anything was asked for. */
    synchronized String host() {
        return http == null ? registry : http.host();
    }

    /** Notes that bytes at {@code path} were wrong; these have come from somewhere. */
    synchronized void distrust(String path) {
        if (http != null) {
            http.distrust(path);
        }
    }

    /** Ends running requests: threads that wait for them get an exception. */
    @Override
    public void close() {
        RegistryHttp known;
        synchronized (this) {
            closed = true;
            known = http;
        }
        if (known != null) {
            known.close();
        }
    }
}
