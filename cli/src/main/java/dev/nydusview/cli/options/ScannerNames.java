package dev.nydusview.cli.options;

import dev.nydusview.scan.scanner.Scanners;
import java.util.Iterator;

/** Names of the known scanners, for completion. */
public final class ScannerNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Scanners.names().iterator();
    }
}
