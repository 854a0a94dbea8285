package dev.barrage.engine.http1;

/** The values of one virtual user's variables, by number. */
public interface Values {
  /** Numbers of the built-in variables; those of the plan follow. */
  int USER_ID = 0;

  int ITERATION = 1;
  int FIRST_OF_PLAN = 2;

  /** The value as decimal number if it is one by nature (built-in variables), else -1. */
  long number(int variable);

  /** The value's text in UTF-8; empty if it was never captured. */
  byte[] text(int variable);

  /** Whether the value was a JSON string where it was captured: quoted again as a JSON value. */
  boolean isString(int variable);
}
