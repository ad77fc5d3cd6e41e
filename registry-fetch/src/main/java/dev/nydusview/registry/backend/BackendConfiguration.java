package dev.nydusview.registry.backend;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.registry.backend.Backend.AccessKeys;
import dev.nydusview.registry.backend.Backend.Connection;
import dev.nydusview.registry.backend.Backend.Storage;
import dev.nydusview.registry.config.ConfigurationFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Backends in nydusd's configuration files (nydus, {@code api/src/config.rs}): JSON with {@code
 * device.backend.{type,config}}, JSON or TOML of version 2 with {@code backend.type} and {@code backend.TYPE}, and the bare
 * configurations that nydusify and nydus-image take, which their members tell apart.
 */
public final class BackendConfiguration {
    private final ConfigurationFile file;

    private BackendConfiguration(Path path) {
        this.file = new ConfigurationFile(path);
    }

    /** Reads the backend that a file configures. */
    public static Backend read(Path path) throws IOException {
        return new BackendConfiguration(path).read();
    }

    private Backend read() throws IOException {
        JsonNode root = file.readAny();
        JsonNode device = root.path("device").path("backend");
        if (device.isObject()) {
            return backend(file.text(device, "type"), device.path("config"));
        }
        JsonNode backend = root.path("backend");
        if (backend.isObject()) {
            String type = file.text(backend, "type");
            return backend(type, backend.path(type));
        }
        return backend(typeOf(root), root);
    }

    /** Returns the type of a bare configuration, whose required members no other type has. */
    private String typeOf(JsonNode root) throws IOException {
        if (root.has("bucket_name")) {
            return root.has("region") ? "s3" : "oss";
        }
        if (root.has("repo")) {
            return "registry";
        }
        if (root.has("addr")) {
            return "http-proxy";
        }
        if (root.has("device_path")) {
            return "localdisk";
        }
        if (root.has("dir") || root.has("blob_file")) {
            return "localfs";
        }
        throw file.malformed("it has neither device.backend nor backend, nor members of a backend such as bucket_name");
    }

    private Backend backend(String type, JsonNode config) throws IOException {
        if (!config.isObject()) {
            throw file.malformed(
                    type.isEmpty() ? "its backend has no type" : "the backend \"" + type + "\" is not configured");
        }
        return switch (type) {
            case "localfs" -> localfs(config);
            case "s3" -> bucket(Storage.S3, config);
            case "oss" -> bucket(Storage.OSS, config);
            case "http-proxy" -> httpProxy(config);
            case "registry" -> registry(config);
            default ->
                throw new UnsupportedFeatureException("the configuration " + file + " has a backend of the type \""
                        + type + "\"; localfs, s3, oss, http-proxy and registry can be read");
        };
    }

    private Backend localfs(JsonNode config) throws IOException {
        String single = file.text(config, "blob_file");
        if (!single.isEmpty()) {
            return new Backend.SingleFile(Path.of(single));
        }
        List<Path> directories = new ArrayList<>();
        directories.add(Path.of(required(config, "dir")));
        file.texts(config, "alt_dirs").forEach(directory -> directories.add(Path.of(directory)));
        return new Backend.Directories(directories);
    }

    private Backend bucket(Storage storage, JsonNode config) throws IOException {
        String endpoint = file.text(config, "endpoint");
        String scheme = scheme(config);
        boolean hasScheme = endpoint.isEmpty() || endpoint.contains("://");
        return new Backend.Bucket(
                storage,
                hasScheme || scheme.isEmpty() ? endpoint : scheme + "://" + endpoint,
                required(config, "bucket_name"),
                file.text(config, "object_prefix"),
                file.text(config, "region"),
                BackendUri.addressing(file.text(config, "addressing_style")),
                keys(config),
                connection(config));
    }

    private @Nullable AccessKeys keys(JsonNode config) throws IOException {
        String id = file.text(config, "access_key_id");
        String secret = file.text(config, "access_key_secret");
        if (id.isEmpty() != secret.isEmpty()) {
            throw file.malformed("it has only one of access_key_id and access_key_secret");
        }
        String session = file.text(config, "session_token");
        return id.isEmpty() ? null : new AccessKeys(id, secret, session.isEmpty() ? null : session, file.toString());
    }

    private Backend httpProxy(JsonNode config) throws IOException {
        String address = required(config, "addr");
        if (!address.startsWith("http://") && !address.startsWith("https://")) {
            throw new UnsupportedFeatureException("the configuration " + file
                    + " has a backend \"http-proxy\" on a Unix socket; http://HOST and https://HOST can be read");
        }
        String path = file.text(config, "path");
        String separator = path.isEmpty() || path.startsWith("/") ? "" : "/";
        return new Backend.Http(address.replaceFirst("/+$", "") + separator + path, connection(config));
    }

    private Backend registry(JsonNode config) throws IOException {
        for (String name : List.of("registry_token", "blob_redirected_host", "blob_url_scheme")) {
            if (!file.text(config, name).isEmpty()) {
                throw new UnsupportedFeatureException(
                        "the configuration " + file + " has \"" + name + "\", which is not supported; remove it");
            }
        }
        return new Backend.Repository(
                required(config, "host"),
                required(config, "repo"),
                scheme(config),
                file.text(config, "auth"),
                connection(config));
    }

    private String scheme(JsonNode config) throws IOException {
        String scheme = file.text(config, "scheme").toLowerCase(Locale.ROOT);
        if (!List.of("", "http", "https").contains(scheme)) {
            throw file.malformed("\"scheme\" is neither http nor https");
        }
        return scheme;
    }

    private Connection connection(JsonNode config) throws IOException {
        String proxy = file.text(config.path("proxy"), "url");
        List<Path> authorities =
                file.texts(config, "ca_cert_files").stream().map(Path::of).toList();
        return new Connection(file.flag(config, "skip_verify"), authorities, proxy.isEmpty() ? null : proxy);
    }

    private String required(JsonNode config, String name) throws IOException {
        String value = file.text(config, name);
        if (value.isEmpty()) {
            throw file.malformed("\"" + name + "\" of its backend is missing");
        }
        return value;
    }
}
