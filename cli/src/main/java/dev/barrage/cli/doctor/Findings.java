package dev.barrage.cli.doctor;

import dev.barrage.cli.doctor.Finding.Sign;
import dev.barrage.report.Printable;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** All checks of a machine, and how they are told. */
public final class Findings {
  private static final int WIDTH = 80;
  private static final int INDENT = 8;
  private static final int NAME_WIDTH = 22;

  /** Up to its comment. */
  private static final Pattern COMMAND = Pattern.compile("(echo|sudo) .*?(?=   #|$)");

  private static final char GLUE = '\u00a0';

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
    for (Finding finding : findings) {
      out.append(sign(finding.sign(), colour)).append("  ");
      String name = finding.name() + " ".repeat(Math.max(1, NAME_WIDTH - finding.name().length()));
      paragraph(out, name, finding.value(), INDENT + name.length());
      paragraph(out, " ".repeat(INDENT), finding.effect(), INDENT);
      if (!finding.fix().isEmpty()) {
        paragraph(out, " ".repeat(INDENT) + "mend: ", finding.fix(), INDENT + "mend: ".length());
      }
    }
    return out.append('\n').append(summary(findings)).append('\n').toString();
  }

  /** Its further lines hang below its text; a command is not broken: it is there to be copied. */
  private static void paragraph(StringBuilder out, String head, String text, int column) {
    String glued = COMMAND.matcher(text).replaceAll(m -> glue(m.group()));
    String start = head;
    for (String line : Printable.wrap(glued, WIDTH - column)) {
      out.append(start).append(line.replace(GLUE, ' ').stripTrailing()).append('\n');
      start = " ".repeat(column);
    }
  }

  private static String glue(String command) {
    return Matcher.quoteReplacement(command.replace(' ', GLUE));
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
