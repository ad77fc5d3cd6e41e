package dev.nydusview.testdata.builder;

/** A group of chunks that are stored as one. */
record Batch(long storedOffset, int storedSize, int size) {}
