package dev.nydusview.fuzz;

import dev.nydusview.registry.auth.CredentialSettings;
import dev.nydusview.registry.auth.Keychain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A {@code config.json} of Docker or {@code auth.json} of podman. No helper that it names is ever found. */
final class CredentialFileTarget implements Target {
    private final Path file;

    CredentialFileTarget() {
        try {
            file = Files.createTempFile("nydusview-fuzz-", ".json");
            file.toFile().deleteOnExit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                        "{\"auths\":{\"registry.example\":{\"auth\":\"dTpw\"}}}",
                        "{\"auths\":{\"https://registry.example/v1/\":{\"username\":\"u\",\"password\":\"p\"}}}",
                        "{\"auths\":{\"registry.example/team\":{\"identitytoken\":\"t\"}}}",
                        "{\"credHelpers\":{\"registry.example\":\"x\"},\"credsStore\":\"y\"}")
                .stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void run(byte[] input) throws IOException {
        Files.write(file, input);
        CredentialSettings settings = CredentialSettings.of(Map.of("REGISTRY_AUTH_FILE", file.toString()));
        new Keychain(settings).find("registry.example", "team/app");
    }
}
