package dev.barrage.plan;

import dev.barrage.plan.Condition.Order;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads conditions: {@code ${state} == done}, {@code ${n} < 5}, {@code ${token} is set}, {@code
 * status == 429}, {@code failed}, {@code ok}.
 */
public final class ConditionParser {
  private static final String ALLOWED =
      "write e.g. ${state} == done, ${state} != \"\", ${n} < 5, ${token} is set,"
          + " ${token} is not set, status == 429, failed or ok";
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{([^}]*)}\\s*(==|!=|<=|>=|<|>)\\s*(.*)", Pattern.DOTALL);
  private static final Pattern IS_SET = Pattern.compile("\\$\\{([^}]*)}\\s+is\\s+(not\\s+)?set");
  private static final Pattern STATUS =
      Pattern.compile("status\\s*(==|!=|<=|>=|<|>)\\s*([1-5]\\d\\d|0)");
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,15})?");
  private static final int MAX_CHARS = 500;

  private ConditionParser() {}

  /**
   * @throws IllegalArgumentException with the text, what is wrong and examples
   */
  public static Condition parse(String text) {
    String stripped = text.strip();
    if (stripped.length() > MAX_CHARS) {
      throw new IllegalArgumentException(
          "the condition is too long; at most " + MAX_CHARS + " characters");
    }
    Matcher variable = VARIABLE.matcher(stripped);
    if (variable.matches()) {
      return compared(stripped, variable);
    }
    Matcher set = IS_SET.matcher(stripped);
    if (set.matches()) {
      return new Condition.IsSet(Templates.checkName(set.group(1)), set.group(2) == null);
    }
    Matcher status = STATUS.matcher(stripped);
    if (status.matches()) {
      return new Condition.StatusIs(order(status.group(1)), Integer.parseInt(status.group(2)));
    }
    return switch (stripped) {
      case "failed" -> new Condition.LastFailed(true);
      case "ok" -> new Condition.LastFailed(false);
      default -> throw notACondition(stripped);
    };
  }

  private static Condition compared(String text, Matcher match) {
    String name = Templates.checkName(match.group(1));
    String value = match.group(3);
    Order order = order(match.group(2));
    if (order == Order.EQUAL || order == Order.UNEQUAL) {
      boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
      if (value.isEmpty()) {
        throw new IllegalArgumentException(
            Quoted.of(text) + " compares with nothing; for an empty value write \"\"");
      }
      String bare = quoted ? value.substring(1, value.length() - 1) : value;
      return new Condition.TextIs(
          name, order == Order.EQUAL, Templates.constant("the right side of a condition", bare));
    }
    if (!NUMBER.matcher(value).matches()) {
      throw new IllegalArgumentException(
          Quoted.of(text)
              + " compares with "
              + Quoted.of(value)
              + ", which is not a number; "
              + order.symbol
              + " is of numbers, e.g. ${n} "
              + order.symbol
              + " 5");
    }
    return new Condition.NumberIs(name, order, new BigDecimal(value));
  }

  private static Order order(String symbol) {
    for (Order order : Order.values()) {
      if (order.symbol.equals(symbol)) {
        return order;
      }
    }
    throw new IllegalArgumentException(Quoted.of(symbol) + " is not a comparison");
  }

  private static IllegalArgumentException notACondition(String text) {
    String first = text.split("[ =<>!]", 2)[0];
    return new IllegalArgumentException(
        Quoted.of(text)
            + " is not a condition; "
            + ALLOWED
            + NearestWord.hint(first, List.of("status", "failed", "ok")));
  }
}
