/** Golden images, their listings and the checks that every reader must pass. */
@NullMarked
package dev.nydusview.testdata;

import org.jspecify.annotations.NullMarked;
