package dev.nydusview.registry.endpoint;

import java.io.IOException;

/** A server that sends whole blobs instead of ranges, and a blob that is too large to do so for each read. */
final class RangesIgnored extends IOException {
    private static final long serialVersionUID = 1L;

    RangesIgnored(String message) {
        super(message);
    }
}
