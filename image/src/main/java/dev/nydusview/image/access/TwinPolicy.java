package dev.nydusview.image.access;

import dev.nydusview.registry.ref.ReferenceGlobs;
import dev.nydusview.registry.ref.SourceUri;
import java.util.List;
import java.util.Locale;

/**
 * Rule for the Nydus images that may be read in place of the plain OCI image that a source names: those that name it as
 * their subject, or lie beside it in an index. Nothing proves that they have the same files.
 *
 * @param trusted globs of full names of repositories, for {@link Mode#TRUSTED}
 * @param asDocker of a plain image's repository, read what docker would run and nothing else: a Nydus image only if
 *     docker cannot run it without Nydus, and nothing that docker may take before it
 */
public record TwinPolicy(Mode mode, List<String> trusted, boolean asDocker) {
    public static final TwinPolicy NEVER = new TwinPolicy(Mode.NEVER, List.of(), false);
    public static final TwinPolicy ANY = new TwinPolicy(Mode.ANY, List.of(), false);
    public static final TwinPolicy DOCKER = new TwinPolicy(Mode.NEVER, List.of(), true);

    public TwinPolicy {
        trusted = List.copyOf(trusted);
    }

    /** Choice of repositories whose Nydus images may be read in place of plain ones. */
    public enum Mode {
        NEVER,
        /** Admits only images of the repositories that the user lists. */
        TRUSTED,
        ANY;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The rule for the image that {@code source} names. */
    public TwinRule rule(SourceUri source) {
        if (mode == Mode.ANY || (mode == Mode.TRUSTED && isTrusted(source))) {
            return TwinRule.ADMIT;
        }
        if (asDocker) {
            return new TwinRule(
                    false,
                    true,
                    "name its repository under \"nydus\" in the policy, if only nydus-snapshotter runs it");
        }
        String name = repository(source);
        return new TwinRule(
                false,
                false,
                mode == Mode.TRUSTED
                        ? "no pattern of --trust-twins matches " + name + ", so a Nydus twin of it is not read"
                        : "a Nydus twin of it is not read; --twin=trusted --trust-twins " + name
                                + " accepts twins from this repository");
    }

    private boolean isTrusted(SourceUri source) {
        ReferenceGlobs globs = new ReferenceGlobs(trusted);
        if (source instanceof SourceUri.Registry registry) {
            return globs.matches(registry.reference());
        }
        return globs.matches(repository(source)) || globs.matches(source.toString());
    }

    private static String repository(SourceUri source) {
        if (source instanceof SourceUri.Registry registry) {
            return registry.reference().registry() + "/" + registry.reference().repository();
        }
        if (source instanceof SourceUri.Stored stored) {
            return stored.form().transport() + ":" + stored.path();
        }
        return source instanceof SourceUri.Layout layout ? "oci:" + layout.directory() : source.toString();
    }
}
