/** What a scan has read and cost, as a document and as a table. */
@NullMarked
package dev.nydusview.scan.receipt;

import org.jspecify.annotations.NullMarked;
