package dev.barrage.rehearsal;

import dev.barrage.engine.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * One request of a rehearsal and what became of it. Secrets are masked in all of it.
 *
 * @param name of the request in the plan
 * @param link the connection, if it was opened for this request
 * @param request as sent; empty if there was no connection to send it on
 * @param response as received; empty if no complete head came
 * @param retried whether it went again because a reused connection turned out closed
 * @param problem what the engine says about a failure
 * @param findings checks and captures, in the plan's order
 */
public record Dialogue(
    String name,
    Optional<Link> link,
    Optional<Message> request,
    Optional<Message> response,
    boolean retried,
    Outcome outcome,
    Optional<String> problem,
    Timings timings,
    List<Finding> findings) {
  public Dialogue {
    findings = List.copyOf(findings);
  }

  /**
   * A connection that was opened.
   *
   * @param address {@code 127.0.0.1 port 8080}, or the path of a unix socket
   */
  public record Link(String address, long connectNs, Optional<Security> security) {}

  /**
   * What a TLS handshake agreed on.
   *
   * @param certificate the server's: subject, issuer and end of validity; empty if it showed none
   */
  public record Security(String version, String cipher, String certificate, long handshakeNs) {}

  /**
   * @param waitNs from dispatch to sending: connecting included
   * @param firstByteNs from sending to the first byte; negative: none came
   * @param totalNs from dispatch to the last byte, or to the failure
   */
  public record Timings(long waitNs, long firstByteNs, long totalNs) {}

  /**
   * A check or a capture, explained.
   *
   * @param what is asked: {@code status is 200}
   * @param found what there was instead, or the value captured
   */
  public record Finding(String what, boolean good, String found) {}
}
