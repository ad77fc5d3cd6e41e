package dev.nydusview.registry.backend;

import dev.nydusview.registry.backend.Backend.AccessKeys;
import dev.nydusview.registry.http.StorageSigner;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Signature Version 4 of S3, by the signer of the AWS SDK. */
final class S3Signer implements StorageSigner {
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final AwsCredentialsIdentity identity;
    private final String region;
    private final String keys;

    S3Signer(AccessKeys keys, String region) {
        String session = keys.session();
        this.identity = session == null
                ? AwsCredentialsIdentity.create(keys.id(), keys.secret())
                : AwsSessionCredentialsIdentity.create(keys.id(), keys.secret(), session);
        this.region = region;
        this.keys = keys.toString();
    }

    /** Signs method, host and path; other headers may be changed on the way. */
    @Override
    public Map<String, String> sign(String method, URI url) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(method))
                .uri(url)
                .build();
        SdkHttpRequest signed = signer.sign(sign -> sign.identity(identity)
                        .request(request)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        // Paths of S3 are names of objects, which are signed as they are sent.
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false))
                .request();
        Map<String, String> headers = new LinkedHashMap<>();
        signed.headers().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("Host")) {
                headers.put(name, String.join(",", values));
            }
        });
        return headers;
    }

    @Override
    public String keys() {
        return keys;
    }

    @Override
    public boolean isAnonymous() {
        return false;
    }
}
