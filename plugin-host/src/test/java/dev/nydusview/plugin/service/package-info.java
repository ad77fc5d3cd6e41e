@NullMarked
package dev.nydusview.plugin.service;

import org.jspecify.annotations.NullMarked;
