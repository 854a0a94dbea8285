package dev.barrage.plan;

/** What scripts write while they run, held to the rules of plan files. */
public final class ScriptWords {
  private ScriptWords() {}

  /**
   * The path itself, if it can be one.
   *
   * @param path with {@code {}} for each value
   */
  public static String path(String path) {
    if (path.contains("${")) {
      throw new IllegalArgumentException(
          Quoted.of(path)
              + ": ${ has no meaning in a script; write {} and give the value,"
              + " e.g. get(\"/items/{}\", session.variable(\"item\"))");
    }
    var _ = Paths.parse(path);
    return path;
  }

  /** The name itself, if a request can have it. */
  public static String name(String name) {
    return RequestReader.name(name);
  }

  /** The name of a request that was given none, without its secrets. */
  public static String name(String method, String path) {
    return name(Secrets.maskQuery(method + " " + path));
  }

  /** The field's name itself, if a request may set it. */
  public static String headerName(String name) {
    return HeaderNames.checkSent(name);
  }

  /** The field's value itself, if it stays on one line. */
  public static String headerValue(String value) {
    return HeaderNames.checkValue(value);
  }

  /** The variable's name itself, if it can be one. */
  public static String variable(String name) {
    return Templates.checkName(name);
  }

  /** The method itself, if it is one that plan files know. */
  public static String method(String method) {
    if (!RequestReader.METHODS.contains(method.toLowerCase(java.util.Locale.ROOT))
        || !method.equals(method.toUpperCase(java.util.Locale.ROOT))) {
      throw new IllegalArgumentException(
          Quoted.of(method)
              + " is not a method; allowed: GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS");
    }
    return method;
  }
}
