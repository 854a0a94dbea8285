package dev.barrage.plan;

/** Versions of the PROXY protocol, whose header tells a gateway the address of a client. */
public enum ProxyProtocol {
  /** A line of text. */
  V1,
  /** Binary. */
  V2;

  /**
   * Reads {@code v1} or {@code v2}.
   *
   * @throws IllegalArgumentException with what is allowed
   */
  public static ProxyProtocol parse(String text) {
    return switch (text) {
      case "v1", "1" -> V1;
      case "v2", "2" -> V2;
      default ->
          throw new IllegalArgumentException(
              "proxy protocol is " + Quoted.of(text) + "; allowed: v1, v2");
    };
  }

  String text() {
    return switch (this) {
      case V1 -> "v1";
      case V2 -> "v2";
    };
  }
}
