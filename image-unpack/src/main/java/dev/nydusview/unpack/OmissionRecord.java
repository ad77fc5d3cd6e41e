package dev.nydusview.unpack;

import dev.nydusview.unpack.tree.Omission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file beside an unpacked image that says what is missing in it: a line {@code OMISSION COUNT} for each kind. */
final class OmissionRecord {
    private static final Pattern LINE = Pattern.compile("([A-Z_]{1,40}) ([0-9]{1,18})");
    private static final int MAX_SIZE = 4096;

    private OmissionRecord() {}

    static void write(Path file, Map<Omission, Long> omissions) throws IOException {
        List<String> lines = omissions.entrySet().stream()
                .map(entry -> entry.getKey().name() + " " + entry.getValue())
                .toList();
        Files.write(file, lines);
    }

    static Map<Omission, Long> read(Path file) throws IOException {
        Map<Omission, Long> omissions = new EnumMap<>(Omission.class);
        if (Files.size(file) > MAX_SIZE) {
            throw damaged(file);
        }
        for (String line : Files.readAllLines(file)) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw damaged(file);
            }
            try {
                omissions.put(Omission.valueOf(matcher.group(1)), Long.parseLong(matcher.group(2)));
            } catch (IllegalArgumentException e) {
                throw damaged(file);
            }
        }
        return omissions;
    }

    private static IOException damaged(Path file) {
        return new IOException(file + " is damaged: remove the image with nydusview cache clear, and try again");
    }
}
