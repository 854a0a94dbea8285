package dev.barrage.engine;

import dev.barrage.engine.CompiledStep.Call;
import dev.barrage.engine.http1.Inspection;

/** Tells what a complete answer counts as, and takes out of it what the plan wants to know. */
final class Answers {
  private static final int LAST_STATUS = 599;
  private static final int SAMPLE_CHARS = 200;
  private static final String[] REFUSED = new String[LAST_STATUS + 1];

  static {
    for (int i = 0; i <= LAST_STATUS; i++) {
      REFUSED[i] = "status " + i;
    }
  }

  private Answers() {}

  /** Of an answer that the connection's parser and inspection still hold. */
  static Outcome judge(Connection connection, Session session, Call call) {
    session.fromUpstream = !call.interest().asksForMark() || connection.inspection().isMarked();
    if (call.interest().asksForLimits()) {
      session.keepLimits(connection.inspection().limits());
    }
    if (call.interest().keepsFields()) {
      session.keepFields(connection.inspection().kept());
    }
    Redirects redirects = call.redirects();
    if (redirects != null
        && Redirects.isRedirect(session.status)
        && !connection.inspection().location().isEmpty()) {
      return redirects.lead(session, call, connection.inspection().location());
    }
    if (!call.expects(session.status)) {
      session.message = REFUSED[session.status];
      session.sample =
          session.response != null || call.interest().isNone()
              ? connection.errorBody()
              : sample(connection.inspection());
      return Outcome.STATUS_REFUSED;
    }
    if (call.interest().isNone()) {
      return Outcome.OK;
    }
    Inspection inspection = connection.inspection();
    String failure = inspection.firstFailure();
    for (int i = 0; failure == null && i < call.captured().length; i++) {
      failure = inspection.capture(i, session.value(call.captured()[i]));
    }
    if (failure == null) {
      return Outcome.OK;
    }
    session.message = failure;
    session.sample = sample(inspection);
    return Outcome.CHECK_FAILED;
  }

  private static String sample(Inspection inspection) {
    String body = inspection.bodyText();
    return body.substring(0, Math.min(SAMPLE_CHARS, body.length()));
  }
}
