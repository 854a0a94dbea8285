package dev.barrage.engine.tls;

import dev.barrage.engine.io.TlsFailedException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLEngine;

/**
 * An engine's long computations (certificate path, key exchange: about a millisecond), run beside
 * the loop. While they run the engine is theirs; all methods are called on the loop's thread.
 */
final class DelegatedTasks {
  private final SSLEngine engine;
  private final Executor executor;
  private final Runnable whenDone;
  private volatile boolean running;

  /**
   * @param whenDone called on a thread of {@code executor}
   */
  DelegatedTasks(SSLEngine engine, Executor executor, Runnable whenDone) {
    this.engine = engine;
    this.executor = executor;
    this.whenDone = whenDone;
  }

  boolean areRunning() {
    return running;
  }

  void start() throws TlsFailedException {
    running = true;
    try {
      executor.execute(this::run);
    } catch (RejectedExecutionException e) {
      running = false;
      throw new TlsFailedException("TLS handshake given up: the run is ending", e);
    }
  }

  private void run() {
    try {
      Runnable task = engine.getDelegatedTask();
      while (task != null) {
        task.run(); // what it throws, the engine tells at its next call
        task = engine.getDelegatedTask();
      }
    } finally {
      running = false;
      whenDone.run();
    }
  }
}
