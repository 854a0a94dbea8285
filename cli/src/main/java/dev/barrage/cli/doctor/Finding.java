package dev.barrage.cli.doctor;

/**
 * One limit of the machine.
 *
 * @param name of the limit, in words: {@code open files}
 * @param sign how it is
 * @param value what was found, with its unit
 * @param effect on a run, one sentence
 * @param fix the command that mends it; empty when nothing needs mending or nothing can be done
 */
public record Finding(String name, Sign sign, String value, String effect, String fix) {
  /** How a limit is, from good to bad. */
  public enum Sign {
    OK,
    /** Not known on this machine: said, never guessed. */
    UNKNOWN,
    WARN,
    BAD
  }

  static Finding ok(String name, String value, String effect) {
    return new Finding(name, Sign.OK, value, effect, "");
  }

  static Finding unknown(String name, String value, String effect) {
    return new Finding(name, Sign.UNKNOWN, value, effect, "");
  }

  static Finding warn(String name, String value, String effect, String fix) {
    return new Finding(name, Sign.WARN, value, effect, fix);
  }

  static Finding bad(String name, String value, String effect, String fix) {
    return new Finding(name, Sign.BAD, value, effect, fix);
  }
}
