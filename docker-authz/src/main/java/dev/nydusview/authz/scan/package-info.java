/**
 * Results of scans: {@link ScanResultCache} asks an {@link ImageScanner}, which the embedder implements, once for all
 * requests at the same time. Used by {@code authz} and {@code authz.policy}.
 */
@NullMarked
package dev.nydusview.authz.scan;

import org.jspecify.annotations.NullMarked;
