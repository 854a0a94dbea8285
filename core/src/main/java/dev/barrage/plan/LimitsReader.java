package dev.barrage.plan;

import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code bounds} and {@code validity}: numbers with defaults. */
final class LimitsReader {
  static final int MAX_CONNECTIONS = 1_000_000;
  static final int MAX_THREADS = 1_024;
  private static final int MIN_HEADER_BYTES = 1 << 10;
  private static final int MAX_HEADER_BYTES = 16 << 20;
  private static final int MAX_BODY_BYTES = 1 << 30;
  private static final List<String> BOUNDS =
      List.of(
          "connections",
          "max in flight",
          "threads",
          "timeout",
          "connect timeout",
          "drain",
          "header limit",
          "body limit",
          "stay awake",
          "real time",
          "max rate");
  private static final List<String> VALIDITY =
      List.of("send lag", "send lag share", "loop stall", "gc pause", "steal", "clock jump");

  private LimitsReader() {}

  static Bounds bounds(Problems problems, Node node) {
    Fields fields = Fields.of(problems, "bounds", node, BOUNDS);
    Bounds usual = Bounds.DEFAULT;
    return new Bounds(
        fields.integer("connections", usual.connections(), 1, MAX_CONNECTIONS),
        fields.integer("max in flight", usual.maxInFlight(), 1, MAX_CONNECTIONS),
        loops(fields, usual.loops()),
        timeouts(fields, usual.timeouts()),
        fields.value(
            "header limit",
            usual.headerBytes(),
            text -> Numbers.size("header limit", text, MIN_HEADER_BYTES, MAX_HEADER_BYTES)),
        fields.value(
            "body limit",
            usual.bodyBytes(),
            text -> Numbers.size("body limit", text, 0, MAX_BODY_BYTES)),
        fields.optional("max rate", Rates::parsePositive));
  }

  private static Bounds.Loops loops(Fields fields, Bounds.Loops usual) {
    return new Bounds.Loops(
        fields.optionalInteger("threads", 1, MAX_THREADS),
        fields.bool("stay awake", usual.stayAwake()),
        fields.bool("real time", usual.realTime()));
  }

  private static Bounds.Timeouts timeouts(Fields fields, Bounds.Timeouts usual) {
    return new Bounds.Timeouts(
        fields.value("timeout", usual.request(), Durations::parsePositive),
        fields.value("connect timeout", usual.connect(), Durations::parsePositive),
        fields.optional("drain", Durations::parse));
  }

  static Validity validity(Problems problems, Node node) {
    Fields fields = Fields.of(problems, "validity", node, VALIDITY);
    Validity usual = Validity.DEFAULT;
    return new Validity(
        fields.value("send lag", usual.sendLag(), Durations::parse),
        fields.value("send lag share", usual.sendLagShare(), Numbers::share),
        fields.value("loop stall", usual.loopStall(), Durations::parsePositive),
        fields.value("gc pause", usual.gcPause(), Durations::parsePositive),
        fields.value("steal", usual.steal(), Numbers::share),
        fields.value("clock jump", usual.clockJump(), Durations::parsePositive));
  }
}
