package dev.nydusview.authz.scan;

import java.io.IOException;

/** Resolver and scanner of images. Called from several threads at once, never twice for one image at a time. */
public interface ImageScanner {
    /**
     * Returns the digest that a full name with a tag stands for in its registry now.
     *
     * @throws UnresolvableImageException if the registry has no such image
     * @throws IOException if it cannot be asked
     */
    String resolve(String reference) throws IOException, InterruptedException;

    /**
     * Opens and scans an image. An interrupt soon ends both.
     *
     * @param slot acquired after the image was opened and before it is scanned
     * @throws UnresolvableImageException if the registry does not have the image
     * @throws IOException if the image cannot be judged
     */
    ScanResult scan(ScanRequest request, ScanSlot slot) throws IOException, InterruptedException;
}
