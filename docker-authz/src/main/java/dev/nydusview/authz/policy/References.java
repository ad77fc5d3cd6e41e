package dev.nydusview.authz.policy;

import dev.nydusview.authz.docker.Target;
import dev.nydusview.registry.ref.ImageReference;
import dev.nydusview.registry.ref.ReferenceGlobs;
import java.util.List;
import java.util.stream.Stream;

/** Globs for the full names of the images that a rule is about, or for the text in a request in place of a name. */
final class References {
    private final List<String> written;
    private final ReferenceGlobs globs;

    public References(List<String> globs) {
        this.written = List.copyOf(globs);
        this.globs = new ReferenceGlobs(globs);
    }

    /** Returns these references and {@code more}. */
    References with(List<String> more) {
        return new References(Stream.concat(written.stream(), more.stream()).toList());
    }

    /** Tests whether every image matches. */
    boolean areAll() {
        return globs.areAll();
    }

    boolean matches(Target target) {
        if (target instanceof Target.Remote remote) {
            return globs.matches(remote.name());
        }
        return target instanceof Target.Local local && globs.matches(local.text());
    }

    boolean matchesName(ImageReference name) {
        return globs.matches(name);
    }
}
