package dev.nydusview.testdata.builder;

/**
 * A name of a file, which in v5 has a record of its own.
 *
 * @param index its place in the inode table, from 1
 * @param number its inode number: the index of the first name of the same file
 * @param parent inode number of its directory; 0 for the root
 * @param firstChild index of a directory's first child, else 0
 */
record V5Inode(String name, SourceNode node, int index, int number, int parent, int firstChild) {}
