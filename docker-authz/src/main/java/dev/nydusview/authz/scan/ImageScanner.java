package dev.nydusview.authz.scan;

import java.io.IOException;

/** Resolver and scanner of images. Called from several threads at once, never twice for one image at a time. */
public interface ImageScanner {
    /**
     * The digest that a full name with a tag stands for in its registry now.
     *
     * @throws UnresolvableImageException if the registry has no such image
     * @throws IOException if it cannot be asked
     */
    String resolve(String reference) throws IOException, InterruptedException;

    /**
     * Opens and scans an image. An interrupt ends either soon.
     *
     * @param slot to be acquired between the two
     * @throws UnresolvableImageException if the registry has no such image
     * @throws IOException if nothing can be said of the image
     */
    ScanResult scan(ScanRequest request, ScanSlot slot) throws IOException, InterruptedException;
}
