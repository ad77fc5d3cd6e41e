package dev.nydusview.authz.policy;

import dev.nydusview.authz.docker.ImageName;
import dev.nydusview.authz.docker.Target;
import dev.nydusview.base.NameGlobs;
import java.util.List;
import java.util.stream.Stream;

/** Globs of full names. One that matches the repository stands for all of its tags and digests. */
public final class References {
    private final List<String> patterns;
    private final NameGlobs globs;

    public References(List<String> globs) {
        this.patterns = List.copyOf(globs);
        this.globs = new NameGlobs(globs);
    }

    /** These and {@code more}. */
    References with(List<String> more) {
        return new References(Stream.concat(patterns.stream(), more.stream()).toList());
    }

    /** Whether every image matches. */
    boolean areAll() {
        return globs.areAll();
    }

    boolean matches(Target target) {
        if (target instanceof Target.Remote remote) {
            return matches(remote.name());
        }
        return target instanceof Target.Local local && globs.match(local.text());
    }

    boolean matches(ImageName name) {
        return globs.match(name.repository()) || globs.match(name.toString());
    }
}
