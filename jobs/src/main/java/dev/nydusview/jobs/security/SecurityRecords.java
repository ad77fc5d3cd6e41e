package dev.nydusview.jobs.security;

import dev.nydusview.authz.AuditRecord;
import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.exit.UnwrittenException;
import dev.nydusview.jobs.report.ScannedImage;
import dev.nydusview.plugin.log.LogEntry;
import dev.nydusview.scan.receipt.Receipt;
import dev.nydusview.securitylog.SecurityEvent;
import dev.nydusview.securitylog.SecurityLog;
import dev.nydusview.securitylog.TlsSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records findings, verdicts, logs of plugins and decisions in the security log, if one is wanted. Safe for concurrent
 * use.
 */
public final class SecurityRecords {
    private static final Closeable NOTHING = () -> {};

    private final SecurityLogSettings settings;
    private volatile @Nullable SecurityLog log;

    public SecurityRecords(SecurityLogSettings settings) {
        this.settings = settings;
    }

    /**
     * Begins the log, which lasts until the result is closed; nothing is loaded where none is wanted.
     *
     * @throws UnwrittenException if a file cannot be opened; at the end, if not everything could be delivered
     */
    public Closeable begin(TlsSource tls, Console console) throws IOException {
        if (settings.destinations().isEmpty()) {
            return NOTHING;
        }
        try {
            SecurityLog begun = SecurityLog.open(settings.destinations(), settings.rotation(), tls, console::say);
            log = begun;
            return () -> close(begun);
        } catch (FileSystemException e) {
            throw new UnwrittenException("the security log " + e.getFile(), e);
        }
    }

    private static void close(SecurityLog begun) throws UnwrittenException {
        try {
            begun.close();
        } catch (IOException e) {
            throw new UnwrittenException("the security log", e);
        }
    }

    /** Records the verdict of each scanner, or that the image was not scanned. */
    public void scanned(Receipt receipt) {
        put(() -> ScanEvents.verdicts(receipt));
    }

    /** Records the findings and the verdict of each plugin, or that the image was not scanned. */
    public void scanned(ScannedImage image) {
        put(() -> ScanEvents.findings(image));
        scanned(image.receipt());
    }

    public void logged(LogEntry entry) {
        put(() -> List.of(LogEvents.of(entry)));
    }

    public void decided(AuditRecord decided) {
        put(() -> List.of(LogEvents.of(decided)));
    }

    private interface Source {
        List<SecurityEvent> events();
    }

    private void put(Source source) {
        SecurityLog begun = log;
        if (begun != null) {
            source.events().forEach(begun::put);
        }
    }
}
