package dev.nydusview.authz.scan;

/** A number of slots, which may change while some of them are in use. */
final class Slots {
    private int count = 1;
    private int taken;

    synchronized void limit(int places) {
        count = places;
        notifyAll();
    }

    synchronized void acquire() throws InterruptedException {
        while (taken >= count) {
            wait();
        }
        taken++;
    }

    synchronized void release() {
        taken--;
        notifyAll();
    }
}
