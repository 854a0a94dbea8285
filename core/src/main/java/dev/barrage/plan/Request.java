package dev.barrage.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One request with its checks and captures.
 *
 * @param name groups results; default {@code METHOD path} as written in the plan
 * @param method as sent, upper case
 * @param path path and query, beginning with {@code /}, relative to the target's base URL
 * @param headers sent as given, in order; {@code Host}, {@code User-Agent} and {@code Accept} are
 *     added unless present, {@code Content-Length} always
 * @param body what is sent after the headers
 * @param checks when the response counts as good; empty: a complete response with status below 400
 * @param captures variables set from a good response
 * @param timeout from dispatch to last byte; empty: the plan's
 * @param tags words that the command line may select tasks by
 * @param onFailure what becomes of the iteration if the outcome is not ok
 * @param fault what the client does wrong with it; empty: nothing
 */
public record Request(
    String name,
    String method,
    Template path,
    List<Header> headers,
    Body body,
    List<Check> checks,
    List<Capture> captures,
    Optional<Duration> timeout,
    List<String> tags,
    OnFailure onFailure,
    Optional<Fault> fault)
    implements Step {
  /**
   * @throws IllegalArgumentException the fault does not go with the body
   */
  public Request {
    fault.ifPresent(wrong -> wrong.check(body));
    headers = List.copyOf(headers);
    checks = List.copyOf(checks);
    captures = List.copyOf(captures);
    tags = List.copyOf(tags);
  }

  /** A request with nothing wrong. */
  public Request(
      String name,
      String method,
      Template path,
      List<Header> headers,
      Body body,
      List<Check> checks,
      List<Capture> captures,
      Optional<Duration> timeout,
      List<String> tags,
      OnFailure onFailure) {
    this(
        name,
        method,
        path,
        headers,
        body,
        checks,
        captures,
        timeout,
        tags,
        onFailure,
        Optional.empty());
  }

  /** A request without tags, whose failure ends the iteration. */
  public Request(
      String name,
      String method,
      Template path,
      List<Header> headers,
      Body body,
      List<Check> checks,
      List<Capture> captures,
      Optional<Duration> timeout) {
    this(
        name,
        method,
        path,
        headers,
        body,
        checks,
        captures,
        timeout,
        List.of(),
        OnFailure.END_ITERATION);
  }

  /**
   * Checks in force: where they do not say how it is to end, what its fault says, if it has one.
   */
  public List<Check> checksInForce() {
    boolean said = checks.stream().anyMatch(c -> c instanceof Check.Status || mayClose(c));
    if (fault.isEmpty() || said) {
      return checks;
    }
    List<Check> all = new ArrayList<>(checks);
    all.add(new Check.Status(fault.get().answers()));
    all.add(new Check.Closed());
    return all;
  }

  /** Whether it is good that the target closes the connection without an answer. */
  public boolean mayBeClosed() {
    return checksInForce().stream().anyMatch(Request::mayClose);
  }

  private static boolean mayClose(Check check) {
    return check instanceof Check.Closed;
  }

  /** What becomes of an iteration after a request that failed. */
  public enum OnFailure {
    END_ITERATION,
    CONTINUE
  }

  /** A header field; names keep their spelling. */
  public record Header(String name, Template value) {}
}
