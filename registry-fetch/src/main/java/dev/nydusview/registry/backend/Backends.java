package dev.nydusview.registry.backend;

import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.TransferMeter;
import dev.nydusview.registry.auth.Credentials;
import dev.nydusview.registry.blob.BlobDirectory;
import dev.nydusview.registry.blob.Extent;
import dev.nydusview.registry.blob.LocalBlobSource;
import dev.nydusview.registry.blob.WholeBlobFiles;
import dev.nydusview.registry.endpoint.RemoteBlobSource;
import dev.nydusview.registry.endpoint.RepositoryBlobs;
import dev.nydusview.registry.http.BlobServer;
import dev.nydusview.registry.http.RegistryAccess;
import dev.nydusview.registry.http.RegistryConnections;
import dev.nydusview.registry.http.StorageAddress;
import dev.nydusview.registry.http.StorageSigner;
import dev.nydusview.registry.http.TransportSettings;
import dev.nydusview.registry.ref.ImageReference;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens the blobs of backends, with the connections, credentials and time limits that registries have. */
public final class Backends {
    private final RegistryConnections connections;
    private final RegistryAccess access;
    private final TransferMeter meter;

    public Backends(RegistryConnections connections, RegistryAccess access, TransferMeter meter) {
        this.connections = connections;
        this.access = access;
        this.meter = meter;
    }

    /**
     * Opens the blobs of a backend; asks no server yet, but for a registry with {@code skip_verify} its protocol.
     *
     * @param lengths of blobs as far as they are known, by blob id
     * @param files for blobs whose server ignores ranges
     */
    public BlobSource open(Backend backend, Map<String, Long> lengths, WholeBlobFiles files) throws IOException {
        if (backend instanceof Backend.Directories local) {
            return new LocalBlobSource(new BlobDirectory(local.directories()), meter);
        }
        if (backend instanceof Backend.SingleFile local) {
            return new LocalBlobSource(blob -> Extent.of(local.file()), meter);
        }
        return new RemoteBlobSource(server(backend), lengths, meter, files);
    }

    private BlobServer server(Backend backend) throws IOException {
        if (backend instanceof Backend.Bucket bucket) {
            Map<String, String> environment = access.credentials().environment();
            ObjectStorage storage =
                    ObjectStorage.of(bucket, environment, access.credentials().anonymous());
            return connections.open(storage.address(), storage.signer(), transport(bucket.connection()));
        }
        return backend instanceof Backend.Http http ? http(http) : repository((Backend.Repository) backend);
    }

    private TransportSettings transport(Backend.Connection connection) {
        String proxy = connection.proxy();
        return proxy == null ? access.transport() : access.transport().withProxy(proxy);
    }

    private BlobServer http(Backend.Http backend) throws IOException {
        URI url = URI.create(backend.url());
        String user = url.getRawUserInfo();
        String host = String.valueOf(url.getRawAuthority()).replaceFirst("^.*@", "");
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String path = url.getRawPath().replaceFirst("/+$", "") + "/";
        Backend.Connection connection = backend.connection();
        StorageAddress address = new StorageAddress(
                url.getScheme() + "://" + host + path + query, connection.insecure(), connection.authorities());
        return connections.open(address, signer(user), transport(connection));
    }

    private static StorageSigner signer(@Nullable String userInfo) {
        if (userInfo == null || userInfo.indexOf(':') < 0) {
            return StorageSigner.anonymous("if it needs a password, write http(s)://USER:PASSWORD@HOST/PATH");
        }
        String[] parts = userInfo.split(":", 2);
        String header = new Credentials.Password(decoded(parts[0]), decoded(parts[1])).basicHeader();
        return new StorageSigner() {
            @Override
            public Map<String, String> sign(String method, URI url) {
                return Map.of("Authorization", header);
            }

            @Override
            public String keys() {
                return "user and password in the URL of the backend";
            }

            @Override
            public boolean isAnonymous() {
                return false;
            }
        };
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private BlobServer repository(Backend.Repository backend) throws IOException {
        ImageReference reference = ImageReference.parse(backend.host() + "/" + backend.repository());
        Backend.Connection connection = backend.connection();
        TransportSettings transport = transport(connection);
        boolean plain = backend.scheme().equals("http");
        if (plain) {
            transport = transport.withPlainHttp(true);
        }
        if (connection.insecure()) {
            transport = transport.withInsecure(true);
        }
        RegistryAccess own = access.with(transport);
        if (!backend.login().isEmpty() && !access.credentials().anonymous()) {
            own = own.with(access.credentials().withCredentials(login(backend.login())));
        }
        // With skip_verify, nydusd turns to HTTP where HTTPS is not spoken; nydusify relies on it (--target-insecure).
        boolean mayBePlain = connection.insecure() && !plain;
        return new RepositoryBlobs(connections.open(reference, own, connection.authorities(), mayBePlain));
    }

    private static String login(String encoded) throws RemoteException {
        try {
            return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new RemoteException("the \"auth\" of the backend's registry is not Base64 of USER:PASSWORD");
        }
    }
}
