package dev.barrage.run;

/** What a plan does before its run failed, so the run did not begin; nothing was sent. */
public final class HookFailedException extends Exception {
  private static final long serialVersionUID = 1;

  HookFailedException(String message) {
    super(message);
  }
}
