package dev.nydusview.authz;

import dev.nydusview.authz.docker.Action;
import dev.nydusview.authz.policy.Effect;
import dev.nydusview.authz.scan.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A decision about a request that names an image.
 *
 * @param time of the decision
 * @param user the user whom docker has authenticated; empty if there is none
 * @param image name as far as it is known, with the digest that it stands for
 * @param digest digest that the name stands for; null if it was not found out
 * @param manifest manifest that was scanned; null if none was
 * @param rule name of the rule that decided; null if no single rule did
 * @param findings numbers of findings, by level; levels without any are left out
 * @param cached whether the decision was made without waiting
 * @param took time from the request to the decision
 * @param message several lines for the operator, with the reason
 */
public record AuditRecord(
        Instant time,
        Action action,
        String user,
        String image,
        @Nullable String digest,
        @Nullable ScannedManifest manifest,
        @Nullable String rule,
        Effect effect,
        Cause cause,
        Map<Level, Integer> findings,
        boolean cached,
        Duration took,
        String message) {
    /** Returns the members of the JSON document, in their order; its shape is described in docs/authz.md. */
    public Map<String, Object> document() {
        return AuditDocument.of(this);
    }

    public boolean isAllowed() {
        return effect != Effect.DENY;
    }
}
