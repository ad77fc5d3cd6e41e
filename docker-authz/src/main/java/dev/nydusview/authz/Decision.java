package dev.nydusview.authz;

import dev.nydusview.authz.docker.Action;
import dev.nydusview.authz.judge.Level;
import dev.nydusview.authz.policy.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A decision about a request that names an image.
 *
 * @param user whom docker has authenticated; empty if nobody
 * @param image as far as it is known, with the digest that it stands for
 * @param digest of the image; null if it was not found out
 * @param read what the decision rests on; null if nothing was scanned
 * @param rule null if none decided alone
 * @param findings numbers of those found, by level; levels without any are left out
 * @param kept whether it was known before the request
 * @param took from the request to the decision
 * @param message for the operator, of several lines; says why
 */
public record Decision(
        Instant time,
        Action action,
        String user,
        String image,
        @Nullable String digest,
        @Nullable ReadImage read,
        @Nullable String rule,
        Answer answer,
        Cause cause,
        Map<Level, Integer> findings,
        boolean kept,
        Duration took,
        String message) {
    public boolean isAllowed() {
        return answer != Answer.DENY;
    }
}
