/**
 * Reads JSON documents from outside: a {@link JsonFormat} bounds one by {@link JsonLimits} and refuses it if, by its
 * {@link JsonShape}, another reader could understand it differently.
 */
@NullMarked
package dev.nydusview.base.json;

import org.jspecify.annotations.NullMarked;
