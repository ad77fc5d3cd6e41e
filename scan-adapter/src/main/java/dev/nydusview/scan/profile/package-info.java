/** What a scanner is going to read, so that it can be fetched beforehand. */
@NullMarked
package dev.nydusview.scan.profile;

import org.jspecify.annotations.NullMarked;
