package dev.nydusview.cli.options;

import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for opening an image, and for the images below it. */
@HelpGroup("Source")
public final class OverlayOptions {
    @Option(
            names = "--overlay",
            paramLabel = "LOWER",
            split = ",",
            description = "Show REF as the top layer over these images, lowest first, as a container would see them: "
                    + "whiteouts hide files of lower layers and are hidden themselves (default: show REF alone, "
                    + "whiteouts included).")
    List<String> lowers = List.of();

    @Mixin
    ImageOptions image;

    private OverlayOptions(ImageOptions image) {
        this.image = image;
    }

    /** Returns options of commands that read images themselves. */
    public static OverlayOptions ofReaders() {
        return new OverlayOptions(ImageOptions.ofReaders());
    }

    /** Returns options of commands that show images to other programs. */
    public static OverlayOptions ofMounts() {
        return new OverlayOptions(ImageOptions.ofMounts());
    }

    /** Images below REF, the lowest first. */
    public List<String> lowers() {
        return lowers;
    }

    public ImageOptions image() {
        return image;
    }
}
