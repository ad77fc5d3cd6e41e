/**
 * Security events, as lines of JSON for systems that collect them: {@link SecurityLog} delivers each {@link SecurityEvent}
 * to files and syslog servers, {@link EventDestination}, and knows which it could not deliver.
 */
@NullMarked
package dev.nydusview.securitylog;

import org.jspecify.annotations.NullMarked;
