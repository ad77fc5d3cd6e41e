package dev.nydusview.registry.http;

import dev.nydusview.base.SafeText;
import dev.nydusview.registry.AuthenticationException;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.RemoteException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Turns an unsuccessful answer of storage into an exception with a remedy. Codes are those of the Amazon S3 API reference,
 * "Error responses", and of the OSS API reference, "Error codes".
 */
final class StorageErrors {
    private static final int MAX_NAME = 100;

    private static final Set<String> OTHER_REGION = Set.of(
            "PermanentRedirect",
            "TemporaryRedirect",
            "AuthorizationHeaderMalformed",
            "IllegalLocationConstraintException");

    private static final Set<String> EXPIRED = Set.of(
            "ExpiredToken",
            "InvalidToken",
            "TokenRefreshRequired",
            "SecurityTokenExpired",
            "InvalidSecurityToken",
            "SecurityTokenNotSupported");

    private static final Set<String> WRONG_KEY =
            Set.of("InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidAccessKey");

    private StorageErrors() {}

    /** Tests for a redirect of S3, which tells where a bucket is: the user has to name that, as a key is for a region. */
    static boolean isOfBucket(Response response) {
        return response.header("x-amz-bucket-region") != null || response.header("x-amz-request-id") != null;
    }

    static IOException of(Response response, StorageSigner signer) {
        byte[] body = RegistryErrors.body(response);
        StorageError stated = StorageError.parse(body);
        String code = stated == null ? "" : stated.code();
        int status = response.code();
        String message = Redactor.described(response.request()) + ": " + status + RegistryErrors.said(response, body);
        if (code.equals("RequestTimeout")) {
            return new TemporaryFailure(message, (Duration) null);
        }
        if (code.equals("RequestTimeTooSkewed")) {
            return new AuthenticationException(message + "; " + clock(response));
        }
        if (EXPIRED.contains(code)) {
            return new AuthenticationException(message + "; renew the session token: it has expired or is wrong");
        }
        if (WRONG_KEY.contains(code)) {
            return new AuthenticationException(message + "; check the " + signer.keys());
        }
        String elsewhere =
                elsewhere(response, stated, OTHER_REGION.contains(code) || RegistryHttp.isRedirect(response));
        if (!elsewhere.isEmpty()) {
            return new RemoteException(message + "; " + elsewhere);
        }
        if (status == 401 || status == 403) {
            return new AuthenticationException(message + "; "
                    + (signer.isAnonymous()
                            ? signer.keys()
                            : "the " + signer.keys()
                                    + " may not read it, or it does not exist and they may not list it"));
        }
        if (status == 404 || status == 410) {
            return new NotFoundException(message + "; " + absent(code));
        }
        return new RemoteException(message);
    }

    private static String absent(String code) {
        return code.equals("NoSuchBucket")
                ? "check the name of the bucket, and the endpoint"
                : "check bucket and prefix of the backend, and that all blobs of the image were copied there";
    }

    /** Returns the remedy for a bucket of another region or endpoint; empty if that is not the fault. */
    private static String elsewhere(Response response, @Nullable StorageError stated, boolean redirected) {
        String region = response.header("x-amz-bucket-region");
        if (region == null && stated != null) {
            region = stated.members().get("Region");
        }
        String endpoint = stated == null ? null : stated.members().get("Endpoint");
        if (redirected && region != null) {
            return "the bucket is in another region: write region=" + SafeText.shortened(region, MAX_NAME);
        }
        if (endpoint != null && (redirected || response.code() == 403)) {
            return "the bucket is at another endpoint: write endpoint=" + SafeText.shortened(endpoint, MAX_NAME);
        }
        return redirected ? "the bucket is elsewhere: check endpoint and region" : "";
    }

    private static String clock(Response response) {
        String remedy = "set the clock of this machine";
        String date = response.header("Date");
        if (date == null) {
            return remedy;
        }
        try {
            Instant there = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            long ahead = Duration.between(there, Instant.now()).toSeconds();
            return remedy + ": it is " + Math.abs(ahead) + " s " + (ahead < 0 ? "behind" : "ahead of")
                    + " that of the server";
        } catch (DateTimeException e) {
            return remedy;
        }
    }
}
