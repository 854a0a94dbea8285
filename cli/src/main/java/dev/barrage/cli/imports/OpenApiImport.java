package dev.barrage.cli.imports;

import dev.barrage.cli.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An OpenAPI 3.0 or 3.1 description as a plan: a task for each operation. */
public final class OpenApiImport {
  private static final List<String> METHODS =
      List.of("get", "put", "post", "delete", "options", "head", "patch");
  private static final int MAX_OPERATIONS = 2_000;
  private static final String LOCAL = "http://localhost:8080";

  private final Draft draft;
  private final ApiDocument document;

  private OpenApiImport(String name, String text) {
    this.draft = new Draft(name);
    this.document = ApiDocument.read(name, text, draft::note);
  }

  /**
   * @param name of the file
   * @throws UsageException it is no OpenAPI 3 description, or has no operation
   */
  public static Imported read(String name, String text) {
    return new OpenApiImport(name, text).plan(name);
  }

  private Imported plan(String name) {
    String version = ApiDocument.text(document.root(), "openapi");
    if (!version.matches("3\\.[0-9].*")) {
      boolean old = document.root().containsKey("swagger");
      throw new UsageException(
          name
              + (old
                  ? " is Swagger 2.0; convert it to OpenAPI 3 first"
                  : " is not an OpenAPI 3 description: it has no openapi: 3.0 or 3.1"));
    }
    target();
    List<Draft.Task> tasks = new ArrayList<>();
    document
        .map(document.root(), "paths")
        .forEach((path, item) -> operations(String.valueOf(path), document.resolved(item), tasks));
    if (tasks.isEmpty()) {
      throw new UsageException(name + " has no operation under paths");
    }
    draft.users.add(new Draft.User("client", tasks));
    draft.load.add("hold 1 users for 1m");
    return Imported.of(draft);
  }

  private void operations(String path, Map<?, ?> item, List<Draft.Task> tasks) {
    for (String method : METHODS) {
      if (item.get(method) instanceof Map<?, ?>) {
        if (tasks.size() == MAX_OPERATIONS) {
          draft.note("operations after the first " + MAX_OPERATIONS);
          return;
        }
        tasks.add(new ApiOperation(document, draft, method, path, item).task());
      }
    }
    if (item.containsKey("trace")) {
      draft.note("the method TRACE of " + path);
    }
  }

  /** The first server; variables have their defaults. */
  private void target() {
    List<?> servers = ApiDocument.list(document.root(), "servers");
    Map<?, ?> server = servers.isEmpty() ? Map.of() : document.resolved(servers.getFirst());
    String url = ApiDocument.text(server, "url");
    for (Map.Entry<?, ?> variable : document.map(server, "variables").entrySet()) {
      String value = ApiDocument.text(document.resolved(variable.getValue()), "default");
      url = url.replace("{" + variable.getKey() + "}", value);
    }
    if (servers.size() > 1) {
      draft.note((servers.size() - 1) + " more servers; -H chooses another target");
    }
    String base = url.matches("(?i)https?://.*") ? "" : LOCAL;
    if (!base.isEmpty()) {
      draft.note("no server with a host; -H gives the target");
    }
    String whole = base + (base.isEmpty() || url.startsWith("/") ? url : "");
    Address address = Address.of(whole);
    String path = address.path().replaceFirst("/+$", "");
    draft.target.put("url", address.target() + path);
  }
}
