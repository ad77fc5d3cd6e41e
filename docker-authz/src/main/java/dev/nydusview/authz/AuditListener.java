package dev.nydusview.authz;

/** Receives each decision, on the thread that responds to the request. Requests that name no image are not decided about. */
public interface AuditListener {
    void decided(AuditRecord decided);
}
