/**
 * Reads and writes JSON. {@link JsonFormat} reads documents from outside: bounded by {@link JsonLimits}, and refused if,
 * by their {@link JsonShape}, another reader could understand them differently; {@link ForeignJson} reads them as a tree,
 * {@link LocatedJson} with the line of each value.
 * {@link Documents} writes documents of this program and reads them again; {@link PlainDocument} writes small ones without
 * databind.
 */
@NullMarked
package dev.nydusview.base.json;

import org.jspecify.annotations.NullMarked;
