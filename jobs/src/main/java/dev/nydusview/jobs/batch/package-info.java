/**
 * Work on several images at one time: {@link ImageBatch} runs it on a bounded number of threads, and passes on what is
 * printed in the order of the images. Used by {@code jobs.plugin} and {@code jobs.scan}.
 */
@NullMarked
package dev.nydusview.jobs.batch;

import org.jspecify.annotations.NullMarked;
