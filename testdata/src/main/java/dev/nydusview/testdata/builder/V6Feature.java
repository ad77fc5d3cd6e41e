package dev.nydusview.testdata.builder;

/** Feature bits of v6 blobs. */
final class V6Feature {
    static final int ALIGNED = 0x1;
    static final int CHUNK_INFO_V2 = 0x4;
    static final int BATCH = 0x80;
    static final int ENCRYPTED = 0x100;
    static final int EXTERNAL = 0x800;
    static final int CAP_TAR_TOC = 0x4000_0000;

    private V6Feature() {}
}
