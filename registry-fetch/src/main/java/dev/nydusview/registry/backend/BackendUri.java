package dev.nydusview.registry.backend;

import dev.nydusview.registry.backend.Backend.Addressing;
import dev.nydusview.registry.backend.Backend.Connection;
import dev.nydusview.registry.backend.Backend.Storage;
import dev.nydusview.registry.ref.InvalidReferenceException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Backends in one line: {@code dir:DIR}, {@code http(s)://HOST/PATH}, {@code s3://BUCKET/PREFIX?endpoint=...&region=...}
 * and {@code oss://BUCKET/PREFIX?endpoint=...}.
 */
public final class BackendUri {
    private static final Set<String> PARAMETERS = Set.of("endpoint", "region", "addressing");

    private BackendUri() {}

    /**
     * Parses a backend.
     *
     * @throws InvalidReferenceException without the text, which may have secrets
     */
    public static Backend parse(String text) {
        if (text.startsWith("dir:") && text.length() > "dir:".length() && text.indexOf('\0') < 0) {
            return new Backend.Directories(List.of(Path.of(text.substring("dir:".length()))));
        }
        URI uri = uri(text);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (uri.getRawAuthority() == null || uri.getRawFragment() != null) {
            throw malformed();
        }
        return switch (scheme) {
            case "http", "https" -> new Backend.Http(text, Connection.USUAL);
            case "s3" -> bucket(Storage.S3, uri);
            case "oss" -> bucket(Storage.OSS, uri);
            default -> throw malformed();
        };
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw malformed();
        }
    }

    private static Backend bucket(Storage storage, URI uri) {
        String bucket = uri.getRawAuthority();
        if (bucket.indexOf('@') >= 0) {
            throw new InvalidReferenceException(
                    "invalid backend: keys are not taken from a URL, which other users of the "
                            + "machine can see; write them to --backend-config FILE or to the environment");
        }
        Map<String, String> parameters = parameters(uri.getRawQuery());
        String path = uri.getPath().replaceFirst("^/+", "");
        String prefix = path.isEmpty() || path.endsWith("/") ? path : path + "/";
        return new Backend.Bucket(
                storage,
                parameters.getOrDefault("endpoint", ""),
                bucket,
                prefix,
                parameters.getOrDefault("region", ""),
                addressing(parameters.getOrDefault("addressing", "auto")),
                null,
                Connection.USUAL);
    }

    static Addressing addressing(String text) {
        return switch (text) {
            case "", "auto" -> Addressing.AUTO;
            case "path" -> Addressing.PATH;
            case "virtual" -> Addressing.VIRTUAL;
            default -> throw new InvalidReferenceException("invalid backend: the addressing is path, virtual or auto");
        };
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> found = new HashMap<>();
        if (query == null) {
            return found;
        }
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            if (equals < 0 || !PARAMETERS.contains(name)) {
                throw new InvalidReferenceException(
                        "invalid backend: its parameters are endpoint=HOST, region=NAME and addressing=path|virtual");
            }
            found.put(name, URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return found;
    }

    private static InvalidReferenceException malformed() {
        return new InvalidReferenceException("invalid backend: write dir:DIR, http(s)://HOST/PATH, "
                + "s3://BUCKET/PREFIX[?endpoint=HOST&region=NAME] or oss://BUCKET/PREFIX[?endpoint=HOST]");
    }
}
