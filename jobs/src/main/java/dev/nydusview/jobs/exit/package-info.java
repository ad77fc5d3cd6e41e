/** Exit codes, and the messages that go with them. */
@NullMarked
package dev.nydusview.jobs.exit;

import org.jspecify.annotations.NullMarked;
