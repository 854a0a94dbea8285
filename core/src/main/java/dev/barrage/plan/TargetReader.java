package dev.barrage.plan;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code target}: one URL, several, or a mapping with TLS and connection options. */
public final class TargetReader {
  static final List<String> CONNECTIONS = List.of("per user", "shared", "new");
  private static final List<String> KEYS =
      List.of(
          "url",
          "urls",
          "insecure",
          "cacert",
          "cert",
          "key",
          "server name",
          "versions",
          "connections",
          "resolve every",
          "host",
          "resolve",
          "connect to",
          "unix socket",
          "source addresses",
          "client addresses",
          "forwarded for",
          "proxy protocol");
  private static final String EXAMPLE = "http://localhost:8080";

  /** Stands for one that a plan lacks, so that its other mistakes are found. */
  static final Target NONE = Target.at(URI.create(EXAMPLE));

  private final Problems problems;
  private final PlanFolder folder;

  TargetReader(Problems problems, PlanFolder folder) {
    this.problems = problems;
    this.folder = folder;
  }

  /**
   * Reads base URLs, separated by commas.
   *
   * @throws IllegalArgumentException with the text, what is wrong and an example
   */
  public static List<URI> urls(String text) {
    List<URI> urls = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      urls.add(url(part.strip()));
    }
    return urls;
  }

  private static URI url(String text) {
    URI url = parse(text);
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw notAUrl(text, "it must begin with http:// or https://");
    }
    if (url.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "a target must not hold a user name or password; send an Authorization header instead");
    }
    if (url.getHost() == null) {
      throw notAUrl(text, "it has no host");
    }
    if (url.getPort() == 0 || url.getPort() > 65_535) {
      throw notAUrl(text, "its port must be from 1 to 65535");
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      throw notAUrl(text, "a base URL has no ? or #; they belong to a request's path");
    }
    String path = url.getRawPath().replaceAll("/+$", "");
    return URI.create(scheme + "://" + url.getRawAuthority() + path);
  }

  private static URI parse(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw notAUrl(text, e.getReason().toLowerCase(Locale.ROOT));
    }
  }

  private static IllegalArgumentException notAUrl(String text, String why) {
    return new IllegalArgumentException(
        Quoted.of(text) + " is not a target: " + why + "; write e.g. " + EXAMPLE);
  }

  Target read(Node node) {
    if (!(node instanceof MappingNode)) {
      return Target.at(urls(node));
    }
    Fields fields = Fields.of(problems, "target", node, KEYS);
    if (fields.has("url") == fields.has("urls")) {
      problems.add(node, "target needs one of url and urls, e.g. url: " + EXAMPLE);
    }
    List<URI> urls =
        fields.get("url").or(() -> fields.get("urls")).map(this::urls).orElse(NONE.urls());
    Target.Connections connections =
        fields.value("connections", Target.Connections.PER_USER, TargetReader::connections);
    Target target =
        new Target(
            urls,
            tls(fields),
            connections,
            fields.optional("resolve every", Durations::parsePositive),
            Reach.DIRECT);
    Reach reach = new ReachReader(problems, folder).read(fields);
    return problems.attempt(node, target, () -> target.reach(reach));
  }

  private List<URI> urls(Node node) {
    List<URI> urls = new ArrayList<>();
    for (Node item : Fields.items(node)) {
      urls.addAll(problems.read(item, NONE.urls(), TargetReader::urls));
    }
    if (urls.isEmpty()) {
      problems.add(node, "a target needs at least one URL, e.g. " + EXAMPLE);
    }
    return urls.isEmpty() ? NONE.urls() : urls;
  }

  private Tls tls(Fields fields) {
    Optional<Path> cert = fields.optional("cert", folder::file);
    Optional<Path> key = fields.optional("key", folder::file);
    if (fields.has("cert") != fields.has("key")) {
      problems.add(fields.node(), "cert and key belong together: give both or none");
    }
    return new Tls(
        !fields.bool("insecure", false),
        fields.optional("cacert", folder::file),
        cert,
        key,
        fields.optional("server name", TargetReader::host),
        fields.get("versions").map(this::versions).orElse(Tls.VERSIONS));
  }

  private List<String> versions(Node node) {
    List<String> versions = new ArrayList<>();
    for (Node item : Fields.items(node)) {
      versions.add(problems.read(item, "TLSv1.3", TargetReader::version));
    }
    if (versions.isEmpty()) {
      problems.add(node, "versions needs at least one of " + String.join(", ", Tls.VERSIONS));
    }
    return versions.stream().distinct().toList();
  }

  private static String version(String text) {
    String name = text.startsWith("TLSv") ? text : "TLSv" + text;
    if (!Tls.VERSIONS.contains(name)) {
      throw new IllegalArgumentException(
          Quoted.of(text) + " is not a TLS version; allowed: TLSv1.3, TLSv1.2");
    }
    return name;
  }

  /** The name itself, if a server can have it. */
  static String host(String text) {
    if (!text.matches("[A-Za-z0-9._-]{1,253}")) {
      throw new IllegalArgumentException(
          Quoted.of(text) + " is not a host name; write e.g. api.example.com");
    }
    return text;
  }

  private static Target.Connections connections(String text) {
    return switch (text) {
      case "per user" -> Target.Connections.PER_USER;
      case "shared" -> Target.Connections.SHARED;
      case "new" -> Target.Connections.NEW;
      default ->
          throw new IllegalArgumentException(
              "connections is "
                  + Quoted.of(text)
                  + "; allowed: per user, shared, new"
                  + NearestWord.hint(text, CONNECTIONS));
    };
  }
}
