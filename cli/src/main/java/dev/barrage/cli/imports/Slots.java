package dev.barrage.cli.imports;

import dev.barrage.plan.Template;
import dev.barrage.plan.Template.Encoding;
import dev.barrage.plan.Template.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Places of variables in imported text. Until the plan is written they are marked by characters of
 * the private use area: what the input calls <code>${x}</code> stays text, whoever wrote it.
 */
final class Slots {
  private static final char BEGIN = '\ue000';
  private static final char END = '\ue001';
  private static final Pattern SLOT =
      Pattern.compile(BEGIN + "([A-Za-z_][A-Za-z0-9_.-]{0,99})" + END);

  private Slots() {}

  static String of(String variable) {
    return BEGIN + variable + END;
  }

  static boolean isIn(String text) {
    return SLOT.matcher(text).find();
  }

  /** Whether the text is one variable and nothing else. */
  static boolean isWhole(String text) {
    return SLOT.matcher(text).matches();
  }

  /** As a plan writes it: variables as <code>${name}</code>, what looks like one doubled. */
  static String template(String text) {
    List<Part> parts = new ArrayList<>();
    Matcher matcher = SLOT.matcher(text);
    int at = 0;
    while (matcher.find()) {
      parts.add(new Part.Literal(text.substring(at, matcher.start())));
      parts.add(new Part.Slot(matcher.group(1), Encoding.RAW));
      at = matcher.end();
    }
    parts.add(new Part.Literal(text.substring(at)));
    return new Template(parts).source();
  }

  /** The same in all text of a JSON document; keys are text too. */
  static @Nullable Object templates(@Nullable Object json) {
    return switch (json) {
      case String text -> template(text);
      case List<?> list -> {
        List<@Nullable Object> items = new ArrayList<>();
        list.forEach(item -> items.add(templates(item)));
        yield items;
      }
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        map.forEach((key, value) -> members.put(template(String.valueOf(key)), templates(value)));
        yield members;
      }
      case null, default -> json;
    };
  }
}
