package dev.barrage.engine;

/**
 * Unwinds a script whose iteration is over: a check failed, or the run has ended. An error, so that
 * {@code catch (Exception e)} in a script does not hold it.
 */
final class ScriptEnded extends Error {
  private static final long serialVersionUID = 1L;

  static final ScriptEnded INSTANCE = new ScriptEnded();

  private ScriptEnded() {
    super("the iteration is over", null, false, false);
  }
}
