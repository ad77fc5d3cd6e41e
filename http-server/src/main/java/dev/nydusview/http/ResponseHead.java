package dev.nydusview.http;

/** Status line and header fields of a final response. */
record ResponseHead(int status, Headers headers) {}
