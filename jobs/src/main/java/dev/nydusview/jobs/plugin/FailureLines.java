package dev.nydusview.jobs.plugin;

import dev.nydusview.base.Quantity;
import dev.nydusview.plugin.discovery.Discovered.Failure;
import java.util.ArrayList;
import java.util.List;

/** Tells of executables that are not plugins: in a line each, but in one line of those that only lack click. */
public final class FailureLines {
    /** The end of what Python says of a plugin whose package, which most plugins in Python need, is missing. */
    private static final String LACKS_CLICK = "No module named 'click'";

    private FailureLines() {}

    public static List<String> of(List<Failure> failures) {
        List<String> lines = new ArrayList<>();
        int lacking = 0;
        for (Failure failure : failures) {
            if (failure.reason().endsWith(LACKS_CLICK)) {
                lacking++;
            } else {
                lines.add(failure.executable() + ": " + failure.reason());
            }
        }
        if (lacking > 0) {
            lines.add(Quantity.of(lacking, "executable") + " cannot run without click, a package of Python: install "
                    + "python3-click (apk: py3-click, pacman: python-click)");
        }
        return lines;
    }
}
