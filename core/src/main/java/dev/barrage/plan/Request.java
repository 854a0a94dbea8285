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
 * @param tags words that the command line may select tasks by
 * @param handling how it is carried out
 */
public record Request(
    String name,
    String method,
    Template path,
    List<Header> headers,
    Body body,
    List<Check> checks,
    List<Capture> captures,
    List<String> tags,
    Handling handling)
    implements Step {
  /**
   * @throws IllegalArgumentException the fault does not go with the body
   */
  public Request {
    handling.fault().ifPresent(wrong -> wrong.check(body));
    headers = List.copyOf(headers);
    checks = List.copyOf(checks);
    captures = List.copyOf(captures);
    tags = List.copyOf(tags);
  }

  /**
   * Checks in force: where they do not say how it is to end, what its fault says, if it has one.
   */
  public List<Check> checksInForce() {
    Optional<Fault> fault = handling.fault();
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

  /** The name that groups the requests which its redirects lead to. */
  public String redirectedName() {
    return redirectedName(name);
  }

  /** As {@link #redirectedName()}, of a request with this name. */
  public static String redirectedName(String name) {
    return name + " (redirected)";
  }

  /** A request with nothing but its line: no headers, body, checks or captures. */
  public static Request bare(String name, String method, Template path) {
    return new Request(
        name,
        method,
        path,
        List.of(),
        new Body.None(),
        List.of(),
        List.of(),
        List.of(),
        Handling.DEFAULT);
  }

  /**
   * How a request is carried out.
   *
   * @param timeout from dispatch to last byte; empty: the plan's
   * @param onFailure what becomes of the iteration if the outcome is not ok
   * @param fault what the client does wrong with it; empty: nothing
   * @param follow redirects that are followed at most; 0: a redirect is the answer
   */
  public record Handling(
      Optional<Duration> timeout, OnFailure onFailure, Optional<Fault> fault, int follow) {
    /** In the plan's time and without faults; redirects are answers, a failure ends all. */
    public static final Handling DEFAULT =
        new Handling(Optional.empty(), OnFailure.END_ITERATION, Optional.empty(), 0);

    /** Redirects followed at most where a plan says {@code follow: true}, as k6 does. */
    public static final int FOLLOW = 10;

    /** The most that a plan may ask for. */
    public static final int MOST_FOLLOW = 100;

    static final String WRONG_FOLLOWS =
        "a request with a fault follows no redirects; leave one out";

    /**
     * @throws IllegalArgumentException too many redirects are asked for, or some beside a fault
     */
    public Handling {
      if (follow < 0 || follow > MOST_FOLLOW) {
        throw new IllegalArgumentException(
            "follow is " + follow + "; allowed: 0 to " + MOST_FOLLOW + " redirects");
      }
      if (fault.isPresent() && follow > 0) {
        throw new IllegalArgumentException(WRONG_FOLLOWS);
      }
    }

    /** The same, with so many redirects followed. */
    public Handling withFollow(int redirects) {
      return new Handling(timeout, onFailure, fault, redirects);
    }

    /** The same without a fault. */
    public Handling withoutFault() {
      return new Handling(timeout, onFailure, Optional.empty(), follow);
    }
  }

  /** What becomes of an iteration after a request that failed. */
  public enum OnFailure {
    END_ITERATION,
    CONTINUE
  }

  /** A header field; names keep their spelling. */
  public record Header(String name, Template value) {}
}
