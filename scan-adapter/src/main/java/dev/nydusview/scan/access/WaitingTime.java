package dev.nydusview.scan.access;

import java.util.ArrayDeque;
import java.util.Deque;

/** Time in which at least one of several threads was waiting: waits at the same time count once. */
final class WaitingTime {
    /** Gaps that are remembered. A wait that began before them all, and ends last, is counted in part only. */
    private static final int MAX_SPANS = 1 << 12;

    /** Disjoint, in order. */
    private final Deque<Span> spans = new ArrayDeque<>();

    private long total;

    private record Span(long start, long end) {
        long length() {
            return end - start;
        }
    }

    /** Adds a wait that has just ended; both are in nanoseconds, from any origin. */
    synchronized void add(long end, long length) {
        Span span = new Span(end - length, end);
        for (Span last = spans.peekLast(); last != null && last.end >= span.start; last = spans.peekLast()) {
            spans.removeLast();
            total -= last.length();
            span = new Span(Math.min(span.start, last.start), Math.max(span.end, last.end));
        }
        spans.addLast(span);
        total += span.length();
        if (spans.size() > MAX_SPANS) {
            spans.removeFirst();
        }
    }

    /** Returns the time in nanoseconds. */
    synchronized long total() {
        return total;
    }
}
