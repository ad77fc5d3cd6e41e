package dev.nydusview.cli.completion;

import dev.nydusview.base.Ownership;
import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.image.cache.CacheCatalog;
import dev.nydusview.image.cache.CachedReference;
import dev.nydusview.registry.ref.ImageReference;
import dev.nydusview.registry.ref.InvalidReferenceException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Images that are named on this machine: those that were read through the cache, and files. */
final class LocalImages {
    /** Images in files and directories. */
    private static final List<String> SCHEMES =
            List.of("oci:", "oci-archive:", "docker-archive:", "dir:", "bootstrap:");

    /** Short forms of names, as docker prints them. */
    private static final List<String> UNSAID = List.of("docker.io/library/", "docker.io/");

    private static final int MAX_FILES = 10_000;

    private final Path cache;

    LocalImages(Path cache) {
        this.cache = cache;
    }

    /** Returns images whose names begin with {@code word}. */
    List<String> images(String word) throws IOException {
        List<String> found = new ArrayList<>();
        for (String scheme : SCHEMES) {
            if (word.startsWith(scheme)) {
                return files(scheme, word.substring(scheme.length()));
            }
            if (scheme.startsWith(word)) {
                found.add(scheme);
            }
        }
        for (ImageReference reference : references()) {
            addForms(reference.toString(), word, found);
        }
        return found;
    }

    /** Returns repositories whose names begin with {@code word}. */
    List<String> repositories(String word) throws IOException {
        List<String> found = new ArrayList<>();
        references().stream().map(ImageReference::name).distinct().forEach(name -> addForms(name, word, found));
        return found;
    }

    /** Returns registries whose names begin with {@code word}. */
    List<String> registries(String word) throws IOException {
        return references().stream()
                .map(ImageReference::registry)
                .distinct()
                .filter(host -> host.startsWith(word))
                .toList();
    }

    private static void addForms(String name, String word, List<String> found) {
        if (name.startsWith(word)) {
            found.add(name);
            return;
        }
        UNSAID.stream()
                .filter(name::startsWith)
                .map(prefix -> name.substring(prefix.length()))
                .filter(form -> form.startsWith(word))
                .findFirst()
                .ifPresent(found::add);
    }

    private List<ImageReference> references() throws IOException {
        CacheLayout layout = new CacheLayout(cache);
        if (!Files.isDirectory(cache) || Ownership.objection(cache).isPresent()) {
            return List.of();
        }
        return new CacheCatalog(layout)
                .references().stream().flatMap(LocalImages::parsed).toList();
    }

    private static Stream<ImageReference> parsed(CachedReference reference) {
        try {
            return Stream.of(ImageReference.parse(reference.name()));
        } catch (InvalidReferenceException e) {
            return Stream.empty(); // changed on the disk
        }
    }

    private static List<String> files(String scheme, String word) throws IOException {
        int slash = word.lastIndexOf('/') + 1;
        String parent = word.substring(0, slash);
        String prefix = word.substring(slash);
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(parent.isEmpty() ? "." : parent))) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                boolean shown = name.startsWith(prefix) && (!name.startsWith(".") || prefix.startsWith("."));
                if (shown && found.size() < MAX_FILES) {
                    found.add(scheme + parent + name + (Files.isDirectory(entry) ? "/" : ""));
                }
            }
        }
        found.sort(null);
        return found;
    }
}
