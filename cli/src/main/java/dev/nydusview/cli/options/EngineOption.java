package dev.nydusview.cli.options;

import picocli.CommandLine.Option;

/** The engine that serves mounts. */
@HelpGroup("Mount")
final class EngineOption {
    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description =
                    "Engine that serves the mount: native speaks to the kernel itself, jnr uses libfuse 2, auto is "
                            + "native unless a mount option needs libfuse (default: auto).")
    EngineChoice engine = EngineChoice.AUTO;
}
