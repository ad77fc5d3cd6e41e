package dev.nydusview.cli.options;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.image.NydusImage;
import dev.nydusview.rafs.model.MissingTablePolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for reaching an image, and for what lies below it. */
@HelpGroup("Source")
public final class OverlayOptions {
    @Option(
            names = "--overlay",
            paramLabel = "LOWER",
            split = ",",
            description = "Show REF over these images, the lowest first, as a container would: whiteouts hide what is "
                    + "below and are not seen themselves. Without it a layer shows its whiteouts.")
    List<String> lowers = List.of();

    @Mixin
    ImageOptions image = new ImageOptions();

    /** The image {@code reference}, over those that are below it. */
    public NydusImage open(String reference, Environment environment) throws IOException {
        return open(reference, environment, MissingTablePolicy.FATAL);
    }

    /** The same, of images that {@code loss} may let do without some of their tables. */
    public NydusImage open(String reference, Environment environment, MissingTablePolicy loss) throws IOException {
        List<NydusImage> opened = new ArrayList<>();
        try {
            for (String lower : lowers) {
                opened.add(image.open(lower, environment, loss));
            }
            NydusImage top = image.open(reference, environment, loss);
            return opened.isEmpty() ? top : top.over(opened);
        } catch (IOException e) {
            for (NydusImage lower : opened) {
                lower.close();
            }
            throw e;
        }
    }

    /** Files and directories that programs over an image do not get to see. */
    public List<Path> outOfReach(Environment environment) {
        return image.outOfReach(environment);
    }

    public RegistryOptions registry() {
        return image.registry();
    }
}
