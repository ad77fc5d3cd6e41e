package dev.nydusview.image.access;

import dev.nydusview.registry.auth.CredentialSettings;
import dev.nydusview.registry.backend.Backend;
import dev.nydusview.registry.http.RegistryAccess;
import dev.nydusview.registry.http.TransportSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Access to an image: selection within its source, transport and credentials.
 *
 * @param selection which image of the source to open
 * @param registry transport and credentials
 * @param cached whether the library's disk cache is used; if not, everything is read from the source
 * @param offline whether no registry is asked: what is not in the cache is then absent
 */
public record Access(ImageSelection selection, RegistryAccess registry, boolean cached, boolean offline) {
    /** Access that may ask registries. */
    public Access(ImageSelection selection, RegistryAccess registry, boolean cached) {
        this(selection, registry, cached, false);
    }

    /** Returns the access that a user gets without any flag. */
    public static Access of(Map<String, String> environment) {
        return new Access(ImageSelection.USUAL, RegistryAccess.of(environment), true);
    }

    public Access withPlatform(@Nullable String platform) {
        return with(new ImageSelection(platform, selection.twins(), selection.backend(), selection.blobDirectory()));
    }

    public Access withTwins(TwinPolicy twins) {
        return with(new ImageSelection(selection.platform(), twins, selection.backend(), selection.blobDirectory()));
    }

    /** Returns access to the blobs of a {@code bootstrap:} in a directory. */
    public Access withBlobDirectory(@Nullable Path directory) {
        return with(new ImageSelection(selection.platform(), selection.twins(), selection.backend(), directory));
    }

    public Access withBackend(@Nullable Backend backend) {
        return with(new ImageSelection(selection.platform(), selection.twins(), backend, selection.blobDirectory()));
    }

    public Access with(ImageSelection other) {
        return new Access(other, registry, cached, offline);
    }

    public Access withTransport(UnaryOperator<TransportSettings> change) {
        return new Access(selection, registry.each(way -> way.with(change.apply(way.transport()))), cached, offline);
    }

    public Access withCredentials(UnaryOperator<CredentialSettings> change) {
        return new Access(selection, registry.each(way -> way.with(change.apply(way.credentials()))), cached, offline);
    }

    public Access withCached(boolean use) {
        return new Access(selection, registry, use, offline);
    }

    public Access withOffline(boolean use) {
        return new Access(selection, registry, cached, use);
    }
}
