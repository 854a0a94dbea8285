package dev.barrage.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A body as a part of {@link PlanTree}. */
final class BodyTree {
  private BodyTree() {}

  static void put(Body body, Map<String, Object> tree) {
    switch (body) {
      case Body.Json(Template text) -> tree.put("json", PlanTree.json(text.source()));
      case Body.Text(Template text) -> tree.put("text", text.source());
      case Body.File file -> tree.put("file", file.path().toString());
      case Body.Payload payload -> tree.put("payload", BodyReader.text(payload));
      case Body.Form form ->
          tree.put(
              "form",
              form.fields().stream().map(f -> Map.of(f.name(), f.value().source())).toList());
      case Body.Multipart multipart -> tree.put("multipart", parts(multipart.parts()));
      case Body.None none -> {}
    }
  }

  private static List<Map<String, Object>> parts(List<Body.Part> parts) {
    List<Map<String, Object>> tree = new ArrayList<>();
    for (Body.Part part : parts) {
      Map<String, Object> options = new LinkedHashMap<>();
      switch (part.content()) {
        case Body.Content.TextContent text -> options.put("text", text.text().source());
        case Body.Content.FileContent file -> options.put("file", file.path().toString());
      }
      options.put("name", part.content().fileName());
      part.type().ifPresent(type -> options.put("type", type));
      tree.add(Map.of(part.name(), options));
    }
    return tree;
  }
}
