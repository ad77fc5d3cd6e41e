/** Small images and registries for the tests of this module. */
@NullMarked
package dev.nydusview.image.sample;

import org.jspecify.annotations.NullMarked;
