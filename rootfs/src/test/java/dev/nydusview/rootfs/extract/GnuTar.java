package dev.nydusview.rootfs.extract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The system's tar, as the authoritative reader. */
record GnuTar(int code, String output) {
    static GnuTar run(byte[] archive, String... arguments) throws IOException, InterruptedException {
        Path file = Files.createTempFile("archive", ".tar");
        try {
            Files.write(file, archive);
            List<String> command = new ArrayList<>(List.of("tar"));
            command.addAll(List.of(arguments));
            command.addAll(List.of("--warning=no-timestamp", "--no-seek", "-f", file.toString()));
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("TZ", "UTC");
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return new GnuTar(process.waitFor(), output);
        } finally {
            Files.delete(file);
        }
    }
}
