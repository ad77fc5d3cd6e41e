@NullMarked
package dev.nydusview.plugin.report;

import org.jspecify.annotations.NullMarked;
