package dev.nydusview.cli.options;

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
    ImageOptions image = ImageOptions.ofReaders();

    /** Images below REF, the lowest first. */
    public List<String> lowers() {
        return lowers;
    }

    public ImageOptions image() {
        return image;
    }
}
