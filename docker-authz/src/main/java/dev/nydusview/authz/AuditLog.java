package dev.nydusview.authz;

import dev.nydusview.base.SafeStream;
import dev.nydusview.base.json.Documents;
import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a line of JSON for each decision, with everything escaped that a terminal would act on. */
public final class AuditLog implements AuditListener {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

    private final OutputStream out;

    /** @param out is flushed after each line, and left open */
    public AuditLog(OutputStream out) {
        this.out = out;
    }

    @Override
    public void decided(AuditRecord decided) {
        byte[] line = Documents.line(SafeStream.json(Documents.message(decided.document())));
        synchronized (out) {
            try {
                out.write(line);
                out.flush();
            } catch (IOException e) {
                LOG.error("cannot write to the audit log: {}", e.getMessage());
            }
        }
    }
}
