package dev.nydusview.cli.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Reads a configuration file. */
final class SettingsFile {
    private static final int MAX_SIZE = 1 << 20;

    private SettingsFile() {}

    /** Returns the settings of a file, those of commands in front; none if there is no file. */
    static List<Setting> read(SettingsFiles.Place place) {
        List<Setting> settings;
        try (InputStream in = Files.newInputStream(place.path())) {
            settings = TomlStatements.read(text(in.readNBytes(MAX_SIZE + 1), place.path()), place.path());
        } catch (NoSuchFileException e) {
            if (place.required()) {
                throw new BadSettingsException(
                        place.path() + " does not exist: correct or unset " + SettingsFiles.VARIABLE);
            }
            return List.of();
        } catch (AccessDeniedException e) {
            if (place.isSystem()) {
                return List.of(); // what the administrator lets nobody read is not for this user
            }
            throw unreadable(place, e);
        } catch (IOException e) {
            throw unreadable(place, e);
        }
        GuardedKeys.check(place.path(), settings);
        return settings.stream()
                .sorted(Comparator.comparing(setting -> setting.table().isDefaults()))
                .toList();
    }

    private static BadSettingsException unreadable(SettingsFiles.Place place, IOException cause) {
        return new BadSettingsException(place.path() + " cannot be read ("
                + cause.getClass().getSimpleName() + "): correct its permissions, or remove it");
    }

    private static String text(byte[] bytes, Path file) {
        if (bytes.length > MAX_SIZE) {
            throw new BadSettingsException(file + " is larger than 1 MiB: remove what is not settings");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadSettingsException(file + " is not UTF-8: save it in that encoding");
        }
    }
}
