package dev.nydusview.testdata.builder;

/** Several chunks that are stored as one. */
record Batch(long storedOffset, int storedSize, int size) {}
