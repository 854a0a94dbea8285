package dev.barrage.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * Waits until this process is no longer wanted: standard input ends, or the parent process dies.
 *
 * <p>A parent that is killed can tell nobody. But its end of the pipe closes with it, and where
 * another process holds that open, the parent's own end is seen.
 */
final class Lifeline {
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CompletableFuture<Void> parentEnded;

  /** Watches {@code in} on a daemon thread, and the present parent. */
  Lifeline(InputStream in) {
    this.parentEnded =
        ProcessHandle.current()
            .parent()
            .map(parent -> parent.onExit().thenRun(ended::countDown))
            .orElseGet(CompletableFuture::new);
    Thread watch = new Thread(() -> drain(in), "lifeline");
    watch.setDaemon(true);
    watch.start();
  }

  private void drain(InputStream in) {
    byte[] ignored = new byte[256];
    try {
      while (in.read(ignored) >= 0) {
        // What is written there means nothing; only the end does.
      }
    } catch (IOException e) {
      // An input that breaks has ended too.
    }
    ended.countDown();
  }

  void await() throws InterruptedException {
    ended.await();
    parentEnded.cancel(false);
  }
}
