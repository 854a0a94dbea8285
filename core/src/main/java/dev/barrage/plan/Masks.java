package dev.barrage.plan;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes secrets out of what passed a connection: header fields, members and parameters whose name
 * tells, and every value known to be secret wherever it stands. Grows as values are captured; for
 * one thread.
 */
public final class Masks {
  /** Shorter values stand in too many places by chance. */
  private static final int SHORTEST = 3;

  private final Set<String> values = new LinkedHashSet<>();

  /** Knows the values of the plan's secret variables. */
  public Masks(Plan plan) {
    Variables.values(plan.inputs().variables())
        .forEach((name, value) -> {
          if (Secrets.isSecretName(name)) {
            add(value);
          }
        });
  }

  /** From now on this value is hidden, as it is and in the encodings of templates. */
  public void add(String value) {
    if (value.length() >= SHORTEST) {
      values.add(value);
      values.add(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
      String quoted = JsonMapper.shared().writeValueAsString(value);
      values.add(quoted.substring(1, quoted.length() - 1));
    }
  }

  /** A header field as a line. */
  public String field(String line) {
    int colon = line.indexOf(':');
    if (colon < 0) {
      return text(line);
    }
    String name = line.substring(0, colon);
    String value = line.substring(colon + 1).strip();
    return name + ": " + headerValue(name, value);
  }

  public String headerValue(String name, String value) {
    if (name.toLowerCase(Locale.ROOT).equals("set-cookie")) {
      return value.replaceFirst("^([^=;]*=)[^;]*", "$1" + Secrets.MASK);
    }
    return Secrets.isSecretHeader(name) ? Secrets.maskCredential(value) : text(value);
  }

  /** Any text: a body, a message. */
  public String text(String text) {
    String masked = Secrets.maskMembers(text);
    for (String value : values) {
      masked = masked.replace(value, Secrets.MASK);
    }
    return masked;
  }
}
