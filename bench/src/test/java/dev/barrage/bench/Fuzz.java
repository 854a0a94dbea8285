package dev.barrage.bench;

import dev.barrage.engine.http1.ParserFuzz;
import dev.barrage.plan.PlanFuzz;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Damaged input at scale: {@code bench/fuzz 10000000}. Not a test of the build, which tries some
 * ten thousand cases of each with fixed seeds.
 */
public final class Fuzz {
  private static final String HELP =
      """
      bench/fuzz N [FIRST]   N damaged responses, and N / 20 damaged plans, from case FIRST on
                             (default 0); the same numbers give the same cases. Ends with 1 at the
                             first case that is answered wrongly, and prints it.
      """;

  /** A plan takes about twenty times as long as a response. */
  private static final int RESPONSES_PER_PLAN = 20;

  private Fuzz() {}

  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    boolean numbers = args.length > 0 && String.join("", args).matches("\\d{1,18}");
    if (!numbers || args.length > 2) {
      System.err.print(HELP);
      System.exit(args.length == 1 && args[0].equals("--help") ? 0 : 2);
    }
    long count = Long.parseLong(args[0]);
    long first = args.length > 1 ? Long.parseLong(args[1]) : 0;
    ParserFuzz responses = new ParserFuzz();
    PlanFuzz plans = new PlanFuzz();
    try {
      run("responses", first, count, responses::tryCase, responses::tally);
      run("plans", first, Math.ceilDiv(count, RESPONSES_PER_PLAN), plans::tryCase, plans::tally);
    } catch (AssertionError e) {
      System.out.println("FAIL " + e.getMessage());
      if (e.getCause() != null) {
        System.out.println("     " + e.getCause());
      }
      System.exit(1);
    }
  }

  private static void run(
      String what, long first, long count, LongConsumer tryCase, Supplier<String> tally) {
    long fromNs = System.nanoTime();
    for (long number = first; number < first + count; number++) {
      tryCase.accept(number);
    }
    double seconds = (System.nanoTime() - fromNs) / 1e9;
    System.out.printf("PASS %,d %s in %.1f s: %s%n", count, what, seconds, tally.get());
  }
}
