package dev.nydusview.authz.policy;

import java.time.Duration;

/**
 * Limits that a policy sets for all rules.
 *
 * @param scans at a time
 * @param waiting scans that wait for others; more are failures
 * @param kept results of scans
 * @param scanTimeout after which a scan is given up
 * @param retryAfter how long an incomplete result or a failure is kept
 * @param tagAge how long a tag is taken to stand for the same digest
 * @param lines of findings in a message
 */
public record Bounds(
        int scans, int waiting, int kept, Duration scanTimeout, Duration retryAfter, Duration tagAge, int lines) {}
