package dev.nydusview.image.archive;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.blob.Extent;
import dev.nydusview.registry.layout.NamedFiles;
import dev.nydusview.rootfs.tar.Compression;
import dev.nydusview.rootfs.tar.TarEntry;
import dev.nydusview.rootfs.tar.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of an uncompressed tar archive, by their places in it: only headers are read. Links are followed once, as old
 * versions of docker wrote a layer that two images share. Later entries replace earlier ones of the same name.
 */
final class TarIndex implements NamedFiles {
    private static final int MAX_ENTRIES = 1 << 16;
    private static final int MAX_NAME = 4096;
    private static final int START = 512;

    private final Map<String, Extent> files = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();

    private TarIndex() {}

    static TarIndex of(Path archive) throws IOException {
        if (!Files.isRegularFile(archive)) {
            throw new NotFoundException("the archive " + archive + " does not exist or is not a file");
        }
        TarIndex index = new TarIndex();
        try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.READ);
                InputStream in = Channels.newInputStream(channel)) {
            requireTar(archive, in.readNBytes(START));
            channel.position(0);
            index.read(archive, channel, new TarReader(in));
        } catch (CorruptDataException e) {
            throw new CorruptDataException("the archive " + archive + " is corrupt: " + e.getMessage());
        }
        return index;
    }

    private static void requireTar(Path archive, byte[] start) throws IOException {
        if (TarReader.mayBegin(start)) {
            return;
        }
        if (Compression.of(start) != Compression.NONE) {
            throw new UnsupportedFeatureException("the archive " + archive
                    + " is compressed, so that nothing in it can be read in place: decompress it first");
        }
        throw new CorruptDataException("it is not a tar");
    }

    private void read(Path archive, FileChannel channel, TarReader tar) throws IOException {
        int count = 0;
        for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
            if (++count > MAX_ENTRIES || entry.name().length() > MAX_NAME) {
                throw new CorruptDataException(
                        "it has more than " + MAX_ENTRIES + " entries, or a name of more than " + MAX_NAME + " bytes");
            }
            String name = text(entry.name().bytes());
            links.remove(name);
            switch (entry.type()) {
                case FILE -> {
                    Extent content = extent(archive, channel, entry);
                    files.put(name, content);
                    channel.position(content.offset() + content.length());
                    tar.skipped();
                }
                case SYMLINK -> link(name, beside(name, text(entry.linkTarget().bytes())));
                case HARD_LINK -> link(name, text(entry.linkTarget().bytes()));
                default -> files.remove(name);
            }
        }
    }

    private void link(String name, String target) {
        files.remove(name);
        links.put(name, target);
    }

    private static Extent extent(Path archive, FileChannel channel, TarEntry entry) throws IOException {
        Extent content = new Extent(archive, channel.position(), entry.size());
        if (content.offset() > channel.size() - content.length()) {
            throw new CorruptDataException("it ends within " + entry.name());
        }
        return content;
    }

    private static String text(byte[] name) {
        String text = new String(name, StandardCharsets.UTF_8);
        return text.startsWith("./") ? text.substring(2) : text;
    }

    /** The target of a symbolic link, relative to the directory that the link is in. */
    private static String beside(String name, String target) {
        String path = name.substring(0, name.lastIndexOf('/') + 1);
        String rest = target;
        while (rest.startsWith("../") && !path.isEmpty()) {
            path = path.substring(0, path.lastIndexOf('/', path.length() - 2) + 1);
            rest = rest.substring("../".length());
        }
        return path + rest;
    }

    @Override
    public @Nullable Extent find(String name) {
        Extent found = files.get(name);
        String target = found == null ? links.get(name) : null;
        return target == null ? found : files.get(target);
    }
}
