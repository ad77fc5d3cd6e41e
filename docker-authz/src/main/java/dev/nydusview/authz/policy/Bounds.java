package dev.nydusview.authz.policy;

import java.time.Duration;

/**
 * What a policy sets for all rules.
 *
 * @param scans at a time
 * @param waiting scans that wait for others; more are failures
 * @param kept judgements
 * @param scanTimeout after which a scan gives up
 * @param retryAfter how long an incomplete judgement or a failure stands
 * @param tagAge how long a tag is believed to stand for the same digest
 * @param lines of findings in a message
 */
public record Bounds(
        int scans, int waiting, int kept, Duration scanTimeout, Duration retryAfter, Duration tagAge, int lines) {}
