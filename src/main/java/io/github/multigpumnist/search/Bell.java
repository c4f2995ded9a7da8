package io.github.multigpumnist.search;

/** Wakes threads that wait for something to happen; a ring between looking and waiting counts. */
final class Bell {
  private long rings;

  synchronized void ring() {
    rings++;
    notifyAll();
  }

  /** To be asked before looking at what the bell is about. */
  synchronized long rings() {
    return rings;
  }

  /** Returns at once when the bell rang since {@code seen} was asked. */
  synchronized void await(long seen, long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; rings == seen && left > 0; ) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }
}
