package dev.barrage.engine;

import dev.barrage.engine.http1.Value;
import dev.barrage.engine.http1.Values;
import dev.barrage.plan.Condition.Order;
import java.util.Arrays;

/** A condition, compiled. Asked on the loop's thread; allocates nothing. Immutable. */
sealed interface CompiledCondition {
  boolean holds(Session session);

  /** Of a value that no step changes. */
  record Always(boolean holds) implements CompiledCondition {
    @Override
    public boolean holds(Session session) {
      return holds;
    }
  }

  record TextIs(int variable, boolean equal, byte[] text) implements CompiledCondition {
    @Override
    public boolean holds(Session session) {
      return isSame(session) == equal;
    }

    private boolean isSame(Session session) {
      if (variable < Values.FIRST_OF_PLAN) {
        return isDecimal(session.number(variable), text);
      }
      Value value = session.value(variable);
      return Arrays.equals(value.bytes(), value.from(), value.end(), text, 0, text.length);
    }

    /** Whether the text is the number as a slot would write it. */
    private static boolean isDecimal(long number, byte[] text) {
      long rest = number;
      int at = text.length;
      do {
        if (--at < 0 || text[at] != '0' + rest % 10) {
          return false;
        }
        rest /= 10;
      } while (rest > 0);
      return at == 0;
    }
  }

  record NumberIs(int variable, Order order, double number) implements CompiledCondition {
    @Override
    public boolean holds(Session session) {
      double value = number(session);
      return !Double.isNaN(value) && order.holds(Double.compare(value, number));
    }

    private double number(Session session) {
      if (variable < Values.FIRST_OF_PLAN) {
        return session.number(variable);
      }
      Value value = session.value(variable);
      return decimal(value.bytes(), value.from(), value.end());
    }
  }

  record IsSet(int variable, boolean set) implements CompiledCondition {
    @Override
    public boolean holds(Session session) {
      return (variable < Values.FIRST_OF_PLAN || !session.value(variable).isEmpty()) == set;
    }
  }

  record StatusIs(Order order, int status) implements CompiledCondition {
    @Override
    public boolean holds(Session session) {
      return order.holds(Integer.compare(session.status, status));
    }
  }

  record LastFailed(boolean failed) implements CompiledCondition {
    @Override
    public boolean holds(Session session) {
      return (session.outcome != Outcome.OK) == failed;
    }
  }

  /** A decimal number, blanks around it aside; NaN for any other text. */
  static double decimal(byte[] text, int from, int stop) {
    int at = from;
    int end = stop;
    while (at < end && text[at] == ' ') {
      at++;
    }
    while (end > at && text[end - 1] == ' ') {
      end--;
    }
    boolean negative = at < end && text[at] == '-';
    double value = 0;
    double unit = 0; // of the last digit; 0 before the point
    int digits = 0;
    for (int i = negative ? at + 1 : at; i < end; i++) {
      byte c = text[i];
      if (c == '.' && unit == 0 && digits > 0) {
        unit = 1;
      } else if (c >= '0' && c <= '9') {
        value = value * 10 + (c - '0');
        unit *= 10;
        digits++;
      } else {
        return Double.NaN;
      }
    }
    double magnitude = unit == 0 ? value : value / unit;
    if (digits == 0 || text[end - 1] == '.') {
      return Double.NaN;
    }
    return negative && magnitude != 0 ? -magnitude : magnitude;
  }
}
