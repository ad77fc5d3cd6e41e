package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.LoggerFactory;

/**
 * Authorities that the machine trusts besides those of the JDK, found as Go programs find them (crypto/x509,
 * root_unix.go): {@code $SSL_CERT_FILE} or else the bundle of the distribution, and the files in the directories of
 * {@code $SSL_CERT_DIR}.
 */
final class MachineAuthorities {
    private static final List<String> BUNDLES = List.of(
            "/etc/ssl/certs/ca-certificates.crt",
            "/etc/pki/tls/certs/ca-bundle.crt",
            "/etc/ssl/ca-bundle.pem",
            "/etc/pki/tls/cacert.pem",
            "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
            "/etc/ssl/cert.pem");

    private static final int MAX_FILES = 4096;

    private final Map<String, String> environment;

    MachineAuthorities(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Reads the authorities. Files that hold none are passed over, as by Go; those that variables name are reported. */
    Set<X509Certificate> read() {
        Set<X509Certificate> found = new LinkedHashSet<>();
        String file = environment.getOrDefault("SSL_CERT_FILE", "");
        if (!file.isEmpty()) {
            add(found, Path.of(file), true);
        } else {
            BUNDLES.stream()
                    .map(Path::of)
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .ifPresent(bundle -> add(found, bundle, false));
        }
        for (String directory : environment.getOrDefault("SSL_CERT_DIR", "").split(":", -1)) {
            if (!directory.isEmpty()) {
                files(Path.of(directory)).forEach(each -> add(found, each, false));
            }
        }
        return found;
    }

    private static void add(Set<X509Certificate> found, Path file, boolean isNamed) {
        try {
            found.addAll(PemFile.read(file, "certificate file").certificates());
        } catch (RemoteException e) {
            if (isNamed) {
                LoggerFactory.getLogger(MachineAuthorities.class)
                        .warn("$SSL_CERT_FILE is not used: {}", e.getMessage());
            }
        }
    }

    private static List<Path> files(Path directory) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, Files::isRegularFile)) {
            for (Path file : stream) {
                if (files.size() == MAX_FILES) {
                    LoggerFactory.getLogger(MachineAuthorities.class)
                            .warn(
                                    "{} of $SSL_CERT_DIR has more than {} files; the others are not read",
                                    directory,
                                    MAX_FILES);
                    break;
                }
                files.add(file);
            }
        } catch (IOException e) {
            LoggerFactory.getLogger(MachineAuthorities.class).warn("{} of $SSL_CERT_DIR cannot be read", directory);
        }
        return files;
    }
}
