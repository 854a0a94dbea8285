package dev.barrage.engine;

import dev.barrage.engine.http1.Interest;
import dev.barrage.engine.http1.RequestBytes;
import dev.barrage.engine.http1.Text;
import dev.barrage.plan.Fault;
import dev.barrage.plan.Request;
import dev.barrage.plan.Request.OnFailure;
import dev.barrage.plan.Step;
import org.jspecify.annotations.Nullable;

/**
 * One step, compiled. A flow is an array of these: nesting has become jumps to other places of the
 * same array, which {@link FlowCompiler} draws.
 */
sealed interface CompiledStep {
  /** A step with an intended time: nothing of the kind begins after the end of the run. */
  sealed interface Timed extends CompiledStep permits Pause, Call, Scripted {}

  record Pause(long minNs, long maxNs) implements Timed {}

  /**
   * @param name index in {@link Requests}
   * @param byTarget the bytes for each of the target's URLs
   * @param expected by status code; null: below 400
   * @param deadline index of its timeout in {@link CompiledPlan#timeoutsNs}
   * @param captured numbers of the variables that the interest's captures set
   * @param request as planned
   * @param fault what is wrong with it on purpose; null: nothing
   * @param mayBeClosed whether the connection's end is a good answer
   * @param redirects how they are followed; null: they are answers
   */
  record Call(
      int name,
      RequestBytes[] byTarget,
      boolean head,
      boolean idempotent,
      boolean @Nullable [] expected,
      int deadline,
      Interest interest,
      int[] captured,
      Request request,
      @Nullable Fault fault,
      boolean mayBeClosed,
      @Nullable Redirects redirects)
      implements Timed {
    /** Whether each request is made anew by the seed. */
    boolean draws() {
      return byTarget[byTarget.length - 1].draws();
    }

    boolean expects(int status) {
      return expected == null ? status < 400 : expected[status];
    }

    /** The same way for a request of a script, whose bytes are ready for one of the targets. */
    Call scripted(int number, RequestBytes bytes, int target, Request planned, int timeout) {
      RequestBytes[] only = new RequestBytes[target + 1];
      only[target] = bytes;
      boolean safe = CompiledPlan.isIdempotent(planned.method());
      boolean bodiless = planned.method().equals("HEAD");
      return new Call(
          number,
          only,
          bodiless,
          safe,
          null,
          timeout,
          Interest.NONE,
          captured,
          planned,
          null,
          false,
          null);
    }

    /** Whether the flow goes on after a failure. */
    boolean goesOn() {
      return request.handling().onFailure() == OnFailure.CONTINUE;
    }
  }

  /**
   * @param frame what its requests have in common
   */
  record Scripted(Step.Scripted step, ScriptFrame frame) implements Timed {}

  /** Goes on at another place. */
  record Jump(int to) implements CompiledStep {}

  /** Goes on behind this step if the condition holds, else at another place. */
  record Branch(CompiledCondition condition, int otherwise) implements CompiledStep {}

  /**
   * @param counter index of the loop's counter among the session's
   */
  record LoopBegin(int counter) implements CompiledStep {}

  /**
   * A round is over: another one begins unless there were enough.
   *
   * @param until ends the loop when it holds; null: nothing does but the number of rounds
   */
  record LoopEnd(int counter, int rounds, @Nullable CompiledCondition until, int to)
      implements CompiledStep {}

  /**
   * @param variable number of the variable that takes the value
   */
  record Assign(int variable, Text value) implements CompiledStep {}

  /**
   * @param group index in {@link Groups}
   */
  record GroupBegin(int group) implements CompiledStep {}

  record GroupEnd() implements CompiledStep {}
}
