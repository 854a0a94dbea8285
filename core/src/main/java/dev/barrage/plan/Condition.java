package dev.barrage.plan;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What {@code if} and {@code repeat} ask: one comparison of a variable, or of the last request's
 * end, with a constant. {@link ConditionParser} reads it.
 */
public sealed interface Condition {
  /** As written in a plan. */
  String source();

  /** The variable it asks for; empty: none. */
  default Optional<String> names() {
    return switch (this) {
      case TextIs c -> Optional.of(c.variable());
      case NumberIs c -> Optional.of(c.variable());
      case IsSet c -> Optional.of(c.variable());
      case StatusIs c -> Optional.empty();
      case LastFailed c -> Optional.empty();
    };
  }

  /** {@code ${state} == done}, {@code ${state} != done}: the same text, or not. */
  record TextIs(String variable, boolean equal, String text) implements Condition {
    @Override
    public String source() {
      String literal = Template.literal(text).source();
      boolean bare = text.matches("[!#-~]([ -~]*[!-~])?");
      return "${"
          + variable
          + "} "
          + (equal ? "==" : "!=")
          + " "
          + (bare ? literal : '"' + literal + '"');
    }
  }

  /** {@code ${n} < 5}: false for a value that is no decimal number. */
  record NumberIs(String variable, Order order, BigDecimal number) implements Condition {
    @Override
    public String source() {
      return "${" + variable + "} " + order.symbol + " " + number.toPlainString();
    }
  }

  /** {@code ${token} is set}, {@code ${token} is not set}: has a value that is not empty. */
  record IsSet(String variable, boolean set) implements Condition {
    @Override
    public String source() {
      return "${" + variable + (set ? "} is set" : "} is not set");
    }
  }

  /** {@code status == 429}: of the iteration's last request; 0 if no answer came. */
  record StatusIs(Order order, int status) implements Condition {
    @Override
    public String source() {
      return "status " + order.symbol + " " + status;
    }
  }

  /** {@code failed} or {@code ok}: the outcome of the iteration's last request. */
  record LastFailed(boolean failed) implements Condition {
    @Override
    public String source() {
      return failed ? "failed" : "ok";
    }
  }

  /** How two numbers compare. */
  enum Order {
    EQUAL("=="),
    UNEQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    public final String symbol;

    Order(String symbol) {
      this.symbol = symbol;
    }

    /**
     * @param compared as {@link Comparable#compareTo} has it
     */
    public boolean holds(int compared) {
      return switch (this) {
        case EQUAL -> compared == 0;
        case UNEQUAL -> compared != 0;
        case LESS -> compared < 0;
        case LESS_OR_EQUAL -> compared <= 0;
        case GREATER -> compared > 0;
        case GREATER_OR_EQUAL -> compared >= 0;
      };
    }
  }
}
