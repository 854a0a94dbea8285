package dev.barrage.engine.http1;

/** The values of one virtual user's variables, by number. */
public interface Values {
  /** Numbers of the built-in variables; those of the plan follow. */
  int USER_ID = 0;

  int ITERATION = 1;
  int FIRST_OF_PLAN = 2;

  /** A built-in variable's value; {@code >= 0}. */
  long number(int variable);

  /** A plan's variable. */
  Value value(int variable);

  /** The user's cookies, where its plan keeps them. */
  CookieJar cookies();

  /** Number of this request's random choices; the same when it is sent again. */
  long draw();

  /** The trace that this request begins; the same when it is sent again. */
  default TraceContext trace() {
    throw new IllegalStateException("these requests begin no traces");
  }
}
