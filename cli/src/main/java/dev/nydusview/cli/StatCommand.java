package dev.nydusview.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.nydusview.cli.exit.ExitCode;
import dev.nydusview.cli.options.FormatOption;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.cli.options.OverlayOptions;
import dev.nydusview.cli.output.Json;
import dev.nydusview.cli.output.TextOutput;
import dev.nydusview.inspect.entry.Attributes;
import dev.nydusview.inspect.entry.Entry;
import dev.nydusview.inspect.path.Escapes;
import dev.nydusview.inspect.path.ImagePath;
import dev.nydusview.inspect.path.PathResolver;
import dev.nydusview.rafs.Inode;
import dev.nydusview.rafs.InodeTree;
import dev.nydusview.rafs.Xattr;
import dev.nydusview.registry.NydusImage;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code stat REF PATH}. */
@Command(
        name = "stat",
        description = "Shows all attributes of one file of an image; a symbolic link is not followed.",
        footer = {
            "  nydusview stat ghcr.io/example/app:nydus /usr/bin/passwd",
            "  nydusview stat --format json ghcr.io/example/app:nydus /etc/shadow",
            "  nydusview stat oci:build/layout 'caf\\xe9'",
        })
final class StatCommand implements Subcommand {
    private final Environment environment;

    @Parameters(index = "0", paramLabel = "REF", description = "The image.")
    String reference = "";

    @Parameters(index = "1", paramLabel = "PATH", description = "The file; \\xHH stands for any byte.")
    String path = "/";

    @Mixin
    OverlayOptions image = new OverlayOptions();

    @Mixin
    FormatOption format = new FormatOption();

    @Mixin
    OutputOptions output = new OutputOptions();

    StatCommand(Environment environment) {
        this.environment = environment;
    }

    /** As JSON has it; values of extended attributes are base64, as they are any bytes. */
    record Document(
            int schemaVersion, String image, @JsonUnwrapped Entry entry, long blocks, Map<String, String> xattrs) {}

    @Override
    public Integer call() throws IOException {
        ImagePath wanted = ImagePath.parse(path);
        try (NydusImage opened = image.open(reference, environment, output);
                TextOutput out = new TextOutput(environment.out())) {
            InodeTree tree = opened.rafs().tree();
            Inode inode = new PathResolver(tree).noFollow(wanted);
            Entry entry = Entry.of(wanted.toString(), inode, tree);
            List<Xattr> xattrs = tree.xattrs(inode);
            Document document = new Document(Json.SCHEMA_VERSION, opened.name(), entry, inode.blocks(), base64(xattrs));
            format.print(out, document, text -> printText(text, entry, inode, xattrs));
        }
        return ExitCode.OK.code();
    }

    private static void printText(TextOutput out, Entry entry, Inode inode, List<Xattr> xattrs) throws IOException {
        out.line("Path:     " + entry.path() + (entry.target() == null ? "" : " -> " + entry.target()));
        out.line("Type:     " + entry.type().replace('_', ' ') + (entry.device() == null ? "" : " " + entry.device()));
        out.line("Mode:     " + entry.mode() + " " + Attributes.modeString(inode.type(), inode.mode()));
        out.line("Owner:    " + entry.uid() + ":" + entry.gid());
        out.line("Size:     " + entry.size() + " bytes, " + inode.blocks() + " blocks of 512");
        out.line("Modified: " + entry.mtime());
        out.line("Inode:    " + entry.inode() + ", " + entry.nlink() + (entry.nlink() == 1 ? " link" : " links"));
        for (Xattr xattr : xattrs) {
            out.line("Xattr:    " + name(xattr) + "=" + Escapes.escape(xattr.value()));
        }
    }

    private static Map<String, String> base64(List<Xattr> xattrs) {
        Map<String, String> values = new LinkedHashMap<>();
        xattrs.forEach(xattr -> values.put(name(xattr), Base64.getEncoder().encodeToString(xattr.value())));
        return values;
    }

    private static String name(Xattr xattr) {
        return Escapes.escape(xattr.name().bytes());
    }

    @Override
    public List<ExitCode> exitCodes() {
        return READING;
    }

    @Override
    public OutputOptions output() {
        return output;
    }
}
