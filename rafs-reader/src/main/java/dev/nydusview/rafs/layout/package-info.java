/**
 * Constants of the formats on disk, in disk order and with the names of the formats: {@link V5Layout}, {@link V6Layout}
 * and the layouts that both share. Used by {@code rafs}, {@code rafs.blob}, {@code rafs.bytes}, {@code rafs.chunk},
 * {@code rafs.model}, {@code rafs.v5} and {@code rafs.v6}.
 */
@NullMarked
package dev.nydusview.rafs.layout;

import org.jspecify.annotations.NullMarked;
