package dev.nydusview.authz;

/** Receives each decision, on the thread that responds to the request. Requests without an image are not reported. */
public interface AuditListener {
    void decided(AuditRecord decided);
}
