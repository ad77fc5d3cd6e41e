/** Exit codes, and the messages that go with them. */
@NullMarked
package dev.nydusview.cli.exit;

import org.jspecify.annotations.NullMarked;
