package dev.barrage.report;

import dev.barrage.measure.Diagnosis;
import dev.barrage.measure.Diagnosis.Phases;
import dev.barrage.measure.Diagnosis.Slow;
import java.util.ArrayList;
import java.util.List;

/** Where the time of slow requests went, in words: for the console. */
final class DiagnosisWords {
  /** Parts of a latency that are not worth a word. */
  private static final double LEAST_SHARE = 0.05;

  private static final int LONGEST = 400;

  private DiagnosisWords() {}

  /** A line on the slowest request of all, if there is any. */
  static List<String> lines(Diagnosis diagnosis) {
    return diagnosis.slowest().stream()
        .limit(1)
        .map(slow -> Printable.line(line(slow), LONGEST))
        .toList();
  }

  /** {@code GET / took 1.2 s: 1.1 s to the first byte; at 3.5 s, 10.0.0.1:80, status 200}. */
  private static String line(Slow slow) {
    Phases phases = slow.phases();
    List<String> went = new ArrayList<>();
    part(went, phases.userUs(), slow, " until its user's request before it was over");
    part(went, phases.sendLagUs(), slow, " send lag");
    part(went, phases.queueUs(), slow, " waiting for a connection");
    String nothing = phases.lastByteUs() >= 0 ? " to the first byte" : " without an answer";
    part(went, phases.firstByteUs(), slow, nothing);
    part(went, phases.lastByteUs(), slow, " from the first byte to the last");
    List<String> facts = new ArrayList<>();
    facts.add("at " + Figures.seconds(slow.tS()));
    slow.connection().ifPresent(connection -> facts.add(connection.address()));
    facts.add(slow.status() == 0 ? slow.outcome().id() : "status " + slow.status());
    slow.headers().forEach((name, value) -> facts.add(name + " " + value));
    slow.traceparent().ifPresent(text -> facts.add("trace " + text.split("-", -1)[1]));
    return slow.request()
        + " took "
        + Figures.us(slow.latencyUs())
        + ": "
        + (went.isEmpty() ? "" : String.join(", ", went) + "; ")
        + String.join(", ", facts);
  }

  private static void part(List<String> went, double us, Slow slow, String words) {
    if (us >= LEAST_SHARE * slow.latencyUs()) {
      went.add(Figures.us(us) + words);
    }
  }
}
