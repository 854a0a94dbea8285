package dev.barrage.bench.machine;

/** Waiting for a thread that has been told to end. */
public final class Ending {
  private Ending() {}

  /** Until the thread has ended; sooner if the caller is interrupted, which it then still is. */
  public static void await(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
