package dev.barrage.plan;

import dev.barrage.plan.Template.Encoding;
import dev.barrage.plan.Template.Part;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads what a user's HTTP client adds to its requests: {@code cookies, auth, headers}. */
final class ClientReader {
  private final Problems problems;
  private final TemplateReader templates;

  ClientReader(Problems problems, TemplateReader templates) {
    this.problems = problems;
    this.templates = templates;
  }

  Client read(Fields user) {
    boolean cookies = user.bool("cookies", false);
    Optional<Client.Auth> auth = user.get("auth").flatMap(this::auth);
    return new Client(cookies, auth, templates.headers(user));
  }

  private Optional<Client.Auth> auth(Node node) {
    Fields fields = Fields.of(problems, "auth", node, List.of("basic", "bearer"));
    if (fields.has("basic") == fields.has("bearer")) {
      boolean toldAlready = node instanceof MappingNode m && !m.getValue().isEmpty();
      if (!toldAlready || fields.has("basic")) {
        problems.add(
            node,
            "auth is either basic or bearer, e.g. {basic: {user: ann, password: \"${password}\"}}");
      }
      return Optional.empty();
    }
    if (fields.has("bearer")) {
      Template token = credential(fields.get("bearer").orElseThrow());
      return Optional.of(new Client.Auth.Bearer(token));
    }
    Fields basic =
        Fields.of(
            problems, "basic", fields.get("basic").orElseThrow(), List.of("user", "password"));
    Optional<Node> user = basic.need("user", "{user: ann, password: \"${password}\"}");
    Optional<Node> password = basic.need("password", "{user: ann, password: \"${password}\"}");
    if (user.isEmpty() || password.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Client.Auth.Basic(
            templates.read(user.get(), Template.literal(""), ClientReader::userName),
            credential(password.get())));
  }

  private Template credential(Node node) {
    return templates.read(node, Template.literal(""), ClientReader::credential);
  }

  static Template credential(String text) {
    return Templates.parse(HeaderNames.checkValue(text), Encoding.RAW);
  }

  /** A user name holds no colon: the first one separates it from the password (RFC 7617). */
  static Template userName(String text) {
    Template user = credential(text);
    for (Part part : user.parts()) {
      if (part instanceof Part.Literal(String literal) && literal.indexOf(':') >= 0) {
        throw new IllegalArgumentException(
            Quoted.of(text) + " holds a colon; basic authentication cannot send it in a user name");
      }
    }
    return user;
  }
}
