package dev.nydusview.unpack;

/** What an image may still take. */
final class Budget {
    private final UnpackLimits limits;
    private long bytes;
    private long entries;

    Budget(UnpackLimits limits) {
        this.limits = limits;
        this.bytes = limits.bytes();
        this.entries = limits.entries();
    }

    void takeBytes(long count) throws UnpackLimitException {
        bytes -= count;
        if (bytes < 0) {
            throw new UnpackLimitException(
                    "the image unpacks to more than " + limits.bytes() + " bytes; " + limits.remedy());
        }
    }

    void takeEntry() throws UnpackLimitException {
        if (--entries < 0) {
            throw new UnpackLimitException(
                    "the image has more than " + limits.entries() + " files; " + limits.remedy());
        }
    }

    void checkStored(String digest, long size) throws UnpackLimitException {
        if (size > limits.bytes()) {
            throw new UnpackLimitException("the layer " + digest + " has " + size + " bytes, more than the "
                    + limits.bytes() + " that are allowed; " + limits.remedy());
        }
    }
}
