package dev.barrage.plan.source;

import dev.barrage.plan.Secrets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of Java source before it is recorded, as far as text shows them: string
 * literals that follow a name which sounds like a secret ({@code "password", "…"}, {@code token =
 * "…"}), credentials after a scheme ({@code "Bearer …"}) and passwords in URLs. What code puts
 * together from pieces is not seen.
 */
final class SourceSecrets {
  private static final String LITERAL = "\"(?:[^\"\\\\\\n]|\\\\.)*+\"";

  /** A literal or identifier, then what joins it to the literal that is its value. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?:\"([^\"\\\\\\n]{1,100})\"|\\b(\\w{1,100}))(\\s*[,=(]\\s*)(" + LITERAL + ")");

  private static final Pattern CREDENTIAL =
      Pattern.compile(
          "\"((?:Basic|Bearer|Digest|Token|ApiKey) +)[^\"\\\\\\n]+\"", Pattern.CASE_INSENSITIVE);
  private static final Pattern USER_INFO = Pattern.compile("(://)[^/\"@\\s]+@");

  private SourceSecrets() {}

  static String mask(String source) {
    StringBuilder out = new StringBuilder();
    Matcher named = NAMED.matcher(source);
    int at = 0;
    while (named.find(at)) {
      String name = named.group(1) == null ? named.group(2) : named.group(1);
      boolean secret = Secrets.isSecretName(name);
      out.append(source, at, secret ? named.start(4) : named.start(3));
      out.append(secret ? '"' + Secrets.MASK + '"' : "");
      at = secret ? named.end() : named.start(3);
    }
    String masked = out.append(source, at, source.length()).toString();
    masked = CREDENTIAL.matcher(masked).replaceAll("\"$1" + Secrets.MASK + "\"");
    return USER_INFO.matcher(masked).replaceAll("$1" + Secrets.MASK + "@");
  }
}
