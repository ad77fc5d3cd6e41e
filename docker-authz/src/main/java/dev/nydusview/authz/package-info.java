/**
 * An authorization plugin for docker: {@link AuthorizationPlugin} serves docker's protocol, decides by a policy and the
 * findings of scans, and writes the {@link AuditLog}.
 */
@NullMarked
package dev.nydusview.authz;

import org.jspecify.annotations.NullMarked;
