/** Golden images, their listings and the checks that every reader must pass, and what several modules test with. */
@NullMarked
package dev.nydusview.testdata;

import org.jspecify.annotations.NullMarked;
