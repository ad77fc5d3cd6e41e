package dev.nydusview.authz.judge;

/** Places of which so many are taken at a time; their number may change. */
final class Slots {
    private int count = 1;
    private int taken;

    synchronized void limit(int places) {
        count = places;
        notifyAll();
    }

    synchronized void take() throws InterruptedException {
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
