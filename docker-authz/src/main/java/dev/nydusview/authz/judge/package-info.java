/** Judgements of images, asked of whoever can scan, shared and kept. */
@NullMarked
package dev.nydusview.authz.judge;

import org.jspecify.annotations.NullMarked;
