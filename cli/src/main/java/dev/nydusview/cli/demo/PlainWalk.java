package dev.nydusview.cli.demo;

import dev.nydusview.base.Quantity;
import dev.nydusview.base.SafeText;
import dev.nydusview.jobs.output.TextOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Walks a tree and lists what a scanner would look for first: package databases, set-uid files, private keys. */
final class PlainWalk implements Scanner {
    private static final int SET_ID = 06000;
    private static final long MAX_KEY_SIZE = 64 << 10;

    private static final Pattern KEY_NAME = Pattern.compile("id_(rsa|dsa|ecdsa|ed25519)|.*\\.(pem|key)");
    private static final Pattern NPM = Pattern.compile("(.*/)?node_modules/(@[^/]+/)?[^/@]+/package\\.json");
    private static final Pattern PYTHON = Pattern.compile(".*\\.(dist-info/METADATA|egg-info/PKG-INFO)");

    /** Package databases in one file, and how a line in them begins that stands for a package. */
    private static final Map<String, String> DATABASES = Map.of(
            "var/lib/dpkg/status", "Package: ",
            "lib/apk/db/installed", "P:",
            "usr/lib/apk/db/installed", "P:");

    private final Map<String, Integer> packages = new TreeMap<>();
    private final List<String> setId = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private int files;

    @Override
    public String announcement(Path root) {
        return "trivy, syft and clamscan are not available, so a plain walk looks for what scanners look for first:";
    }

    @Override
    public boolean scan(Path root, Path work, Map<String, String> variables, TextOutput out) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    visit(root.relativize(file).toString(), file, attributes.size());
                }
                return FileVisitResult.CONTINUE;
            }
        });
        print(out);
        return true;
    }

    private void visit(String path, Path file, long size) throws IOException {
        files++;
        String database = DATABASES.get(path);
        if (database != null) {
            packages.merge(path, countLines(file, database), Integer::sum);
        } else if (path.startsWith("var/lib/dpkg/status.d/") && !path.endsWith(".md5sums")) {
            packages.merge("var/lib/dpkg/status.d", 1, Integer::sum);
        } else if (NPM.matcher(path).matches()) {
            packages.merge("node_modules", 1, Integer::sum);
        } else if (PYTHON.matcher(path).matches()) {
            packages.merge("Python metadata", 1, Integer::sum);
        }
        int mode = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if ((mode & SET_ID) != 0) {
            setId.add(path);
        }
        if (KEY_NAME.matcher(file.getFileName().toString()).matches() && size <= MAX_KEY_SIZE && isKey(file)) {
            keys.add(path);
        }
    }

    private static int countLines(Path file, String prefix) throws IOException {
        int count = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            count += line.startsWith(prefix) ? 1 : 0;
        }
        return count;
    }

    private static boolean isKey(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1).contains("PRIVATE KEY-----");
    }

    private void print(TextOutput out) throws IOException {
        out.line("  " + Quantity.of(files, "file"));
        for (Map.Entry<String, Integer> database : packages.entrySet()) {
            out.line("  " + Quantity.of(database.getValue(), "package") + " in " + database.getKey());
        }
        print("set-uid or set-gid", setId, out);
        print("private key", keys, out);
    }

    private static void print(String what, List<String> paths, TextOutput out) throws IOException {
        for (String path : paths) {
            out.line("  " + what + ": /" + SafeText.controls(path));
        }
    }
}
