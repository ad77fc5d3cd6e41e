package dev.nydusview.registry.backend;

import dev.nydusview.base.HomeDirectory;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.backend.Backend.AccessKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;

/** A profile in the files of the AWS tools: {@code ~/.aws/credentials} and {@code ~/.aws/config}, or where variables say. */
final class AwsProfile {
    /** Ways to get keys that only AWS's own clients know. */
    private static final List<String> OTHER_WAYS =
            List.of("credential_process", "sso_session", "sso_start_url", "role_arn", "login_session");

    private final Map<String, String> environment;
    private final String name;
    private final @Nullable Profile profile;

    private AwsProfile(Map<String, String> environment, String name, @Nullable Profile profile) {
        this.environment = environment;
        this.name = name;
        this.profile = profile;
    }

    /** Reads the profile that {@code $AWS_PROFILE} names. */
    static AwsProfile read(Map<String, String> environment) throws RemoteException {
        String name = environment.getOrDefault("AWS_PROFILE", "default");
        ProfileFile.Aggregator files = ProfileFile.aggregator();
        add(files, place(environment, "AWS_SHARED_CREDENTIALS_FILE", "credentials"), ProfileFile.Type.CREDENTIALS);
        add(files, place(environment, "AWS_CONFIG_FILE", "config"), ProfileFile.Type.CONFIGURATION);
        return new AwsProfile(environment, name, files.build().profile(name).orElse(null));
    }

    private static @Nullable Path place(Map<String, String> environment, String variable, String file) {
        String named = environment.getOrDefault(variable, "");
        if (!named.isEmpty()) {
            return Path.of(named);
        }
        Path home = HomeDirectory.of(environment);
        return home == null ? null : home.resolve(".aws").resolve(file);
    }

    private static void add(ProfileFile.Aggregator files, @Nullable Path file, ProfileFile.Type type)
            throws RemoteException {
        if (file == null || !Files.isRegularFile(file)) {
            return;
        }
        try {
            files.addFile(ProfileFile.builder().content(file).type(type).build());
        } catch (RuntimeException e) {
            // Its message may quote the file.
            throw new RemoteException("the file " + file + " is not one of AWS profiles, or cannot be read");
        }
    }

    /** Returns a property; empty if the profile does not have it. */
    String property(String property) {
        return profile == null ? "" : profile.property(property).orElse("");
    }

    /** Returns its keys; null if it has none. */
    @Nullable
    AccessKeys keys() {
        String id = property("aws_access_key_id");
        String secret = property("aws_secret_access_key");
        String session = property("aws_session_token");
        return id.isEmpty() || secret.isEmpty()
                ? null
                : new AccessKeys(id, secret, session.isEmpty() ? null : session, "the AWS profile " + name);
    }

    /** Returns why there are no keys. */
    String missing() {
        for (String way : OTHER_WAYS) {
            if (!property(way).isEmpty()) {
                return "the AWS profile " + name + " gets its keys by " + way
                        + ", which is not supported: put them into the "
                        + "environment with aws configure export-credentials --format env";
            }
        }
        return environment.containsKey("AWS_PROFILE") && profile == null
                ? "there is no AWS profile " + name
                : "no keys were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or write access_key_id and "
                        + "access_key_secret to --backend-config FILE";
    }
}
