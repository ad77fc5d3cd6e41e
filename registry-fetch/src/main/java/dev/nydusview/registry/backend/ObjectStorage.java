package dev.nydusview.registry.backend;

import dev.nydusview.registry.backend.Backend.AccessKeys;
import dev.nydusview.registry.backend.Backend.Bucket;
import dev.nydusview.registry.http.StorageAddress;
import dev.nydusview.registry.http.StorageSigner;
import dev.nydusview.registry.ref.InvalidReferenceException;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A bucket with what the environment adds to it.
 *
 * @param signer of its requests
 */
record ObjectStorage(StorageAddress address, StorageSigner signer) {
    private static final String AWS = "s3.amazonaws.com";
    private static final Pattern AWS_HOST = Pattern.compile(".*\\.amazonaws\\.com(\\.cn)?(:\\d+)?");
    private static final Pattern OSS_HOST =
            Pattern.compile("(?:[a-z]+://)?oss-([a-z]+(?:-[a-z0-9]+)+?)(?:-internal)?\\.aliyuncs\\.com(?::\\d+)?");
    private static final String DEFAULT_REGION = "us-east-1";

    /** @param anonymous whether to send no keys, even if there are any */
    static ObjectStorage of(Bucket bucket, Map<String, String> environment, boolean anonymous) throws IOException {
        return switch (bucket.storage()) {
            case S3 -> s3(bucket, environment, anonymous);
            case OSS -> oss(bucket, environment, anonymous);
        };
    }

    private static ObjectStorage s3(Bucket bucket, Map<String, String> environment, boolean anonymous)
            throws IOException {
        AwsProfile profile = AwsProfile.read(environment);
        String region = first(
                bucket.region(),
                variable(environment, "AWS_REGION"),
                variable(environment, "AWS_DEFAULT_REGION"),
                profile.property("region"),
                DEFAULT_REGION);
        String endpoint = first(
                bucket.endpoint(),
                variable(environment, "AWS_ENDPOINT_URL_S3"),
                variable(environment, "AWS_ENDPOINT_URL"),
                profile.property("endpoint_url"),
                AWS);
        // The host without a region serves the first region only.
        if (endpoint.endsWith("//" + AWS) || endpoint.equals(AWS)) {
            endpoint = endpoint.replace(AWS, "s3." + region + ".amazonaws.com");
        }
        BucketAddress address =
                BucketAddress.of(bucket, endpoint, AWS_HOST.matcher(endpoint).matches());
        AccessKeys keys = keys(bucket, environment, "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN");
        if (keys == null) {
            keys = profile.keys();
        }
        StorageSigner signer = anonymous
                ? StorageSigner.anonymous("--anonymous was given")
                : keys == null ? StorageSigner.anonymous(profile.missing()) : new S3Signer(keys, region);
        return new ObjectStorage(address(bucket, address), signer);
    }

    private static ObjectStorage oss(Bucket bucket, Map<String, String> environment, boolean anonymous) {
        String named = first(bucket.region(), variable(environment, "OSS_REGION"));
        String usual = named.isEmpty() ? "" : "oss-" + named + ".aliyuncs.com";
        String endpoint = first(bucket.endpoint(), variable(environment, "OSS_ENDPOINT"), usual);
        if (endpoint.isEmpty()) {
            throw new InvalidReferenceException("invalid backend: OSS has an endpoint for each region; write "
                    + "?endpoint=oss-REGION.aliyuncs.com");
        }
        Matcher host = OSS_HOST.matcher(endpoint);
        String region = first(named, host.matches() ? host.group(1) : "");
        BucketAddress address = BucketAddress.of(bucket, endpoint, true);
        AccessKeys keys = keys(bucket, environment, "OSS_ACCESS_KEY_ID", "OSS_ACCESS_KEY_SECRET", "OSS_SESSION_TOKEN");
        String resource = address.virtual() ? "/" + bucket.bucket() + "/" : "";
        StorageSigner signer = anonymous
                ? StorageSigner.anonymous("--anonymous was given")
                : keys == null
                        ? StorageSigner.anonymous(
                                "no keys were found: set OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET, "
                                        + "or write access_key_id and access_key_secret to --backend-config FILE")
                        : new OssSigner(keys, region, resource, Clock.systemUTC());
        return new ObjectStorage(address(bucket, address), signer);
    }

    private static @Nullable AccessKeys keys(
            Bucket bucket, Map<String, String> environment, String id, String secret, String session) {
        if (bucket.keys() != null) {
            return bucket.keys();
        }
        String token = variable(environment, session);
        return variable(environment, id).isEmpty()
                        || variable(environment, secret).isEmpty()
                ? null
                : new AccessKeys(
                        variable(environment, id),
                        variable(environment, secret),
                        token.isEmpty() ? null : token,
                        "$" + id);
    }

    private static StorageAddress address(Bucket bucket, BucketAddress address) {
        Backend.Connection connection = bucket.connection();
        return new StorageAddress(address.url(), connection.insecure(), connection.authorities());
    }

    private static String variable(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, "").strip();
    }

    private static String first(String... values) {
        for (String value : values) {
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }
}
