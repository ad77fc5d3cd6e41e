package dev.nydusview.jobs.mount;

import dev.nydusview.jobs.Console;
import java.io.IOException;
import java.time.Duration;

/** Serves a mount until it ends, by a signal or from outside. */
final class Service {
    /** Time that the users of a mount that is leaving have to finish. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final ServedMount mount;
    private final Console console;

    Service(ServedMount mount, Console console) {
        this.mount = mount;
        this.console = console;
    }

    /** Returns the number of the signal that ended it; 0 if it was unmounted. */
    int untilEnd() throws InterruptedException {
        Event event = mount.nextEvent();
        if (event instanceof Event.Signal signal) {
            leave();
            return signal.number();
        }
        return 0;
    }

    /** Unmounts, lazily if it is in use, and waits for its users; another signal ends the waiting. */
    void leave() throws InterruptedException {
        try {
            mount.unmount(false);
        } catch (IOException busy) {
            leaveLazily();
        }
    }

    private void leaveLazily() throws InterruptedException {
        console.say(mount.directory() + " is in use: detached, and served for at most " + GRACE.toSeconds()
                + " more seconds; send the signal again to end it now");
        try {
            mount.unmount(true);
        } catch (IOException e) {
            console.say(String.valueOf(e.getMessage()));
            return;
        }
        mount.nextEvent(GRACE);
    }
}
