package dev.barrage.cli.doctor;

import dev.barrage.cli.doctor.Finding.Sign;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** All checks of a machine, and how they are told. */
public final class Findings {
  private static final int NAME_WIDTH = 22;

  private Findings() {}

  /** Every finding, in the order in which a run meets the limits. */
  public static List<Finding> of(Machine machine) {
    return Stream.of(
            Runtimes.of(machine),
            Processors.of(machine),
            Memory.of(machine),
            Descriptors.of(machine),
            Ports.of(machine),
            Links.of(machine))
        .flatMap(List::stream)
        .toList();
  }

  public static Sign worst(List<Finding> findings) {
    return findings.stream().map(Finding::sign).max(Comparator.naturalOrder()).orElse(Sign.OK);
  }

  /** For people. */
  public static String text(List<Finding> findings, boolean colour) {
    StringBuilder out = new StringBuilder();
    String indent = " ".repeat(8);
    for (Finding finding : findings) {
      String name = finding.name() + " ".repeat(Math.max(1, NAME_WIDTH - finding.name().length()));
      out.append(sign(finding.sign(), colour)).append("  ").append(name).append(finding.value());
      out.append('\n').append(indent).append(finding.effect()).append('\n');
      if (!finding.fix().isEmpty()) {
        out.append(indent).append("mend: ").append(finding.fix()).append('\n');
      }
    }
    return out.append('\n').append(summary(findings)).append('\n').toString();
  }

  private static String summary(List<Finding> findings) {
    long bad = findings.stream().filter(f -> f.sign() == Sign.BAD).count();
    long warnings = findings.stream().filter(f -> f.sign() == Sign.WARN).count();
    String counts = "%d bad, %d to look at, of %d checks".formatted(bad, warnings, findings.size());
    return switch (worst(findings)) {
      case OK, UNKNOWN -> "This machine is ready: " + counts + ".";
      case WARN -> "This machine is ready for modest loads: " + counts + ".";
      case BAD -> "This machine would spoil a run: " + counts + ".";
    };
  }

  private static String sign(Sign sign, boolean colour) {
    String word =
        "%-6s".formatted(sign == Sign.UNKNOWN ? "-" : sign.name().toLowerCase(Locale.ROOT));
    if (!colour) {
      return word;
    }
    String code =
        switch (sign) {
          case OK -> "32";
          case UNKNOWN -> "2";
          case WARN -> "33";
          case BAD -> "1;31";
        };
    return "\033[" + code + "m" + word + "\033[0m";
  }

  /** For programs: {@code {"schema": "barrage.doctor/1", "worst": "ok", "findings": […]}}. */
  public static String json(List<Finding> findings) {
    JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    ObjectNode object = mapper.createObjectNode();
    object.put("schema", "barrage.doctor/1");
    object.put("worst", word(worst(findings)));
    ArrayNode list = object.putArray("findings");
    for (Finding finding : findings) {
      list.addObject()
          .put("name", finding.name())
          .put("sign", word(finding.sign()))
          .put("value", finding.value())
          .put("effect", finding.effect())
          .put("fix", finding.fix());
    }
    return mapper.writeValueAsString(object) + "\n";
  }

  private static String word(Sign sign) {
    return sign.name().toLowerCase(Locale.ROOT);
  }
}
