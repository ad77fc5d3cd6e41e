/** Judgement of images by plugins, for the authorization plugin of docker. */
@NullMarked
package dev.nydusview.jobs.judge;

import org.jspecify.annotations.NullMarked;
