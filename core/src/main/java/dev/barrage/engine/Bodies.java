package dev.barrage.engine;

import dev.barrage.engine.http1.RequestBytes;
import dev.barrage.plan.Body;
import dev.barrage.plan.Template;
import dev.barrage.plan.Template.Part;
import dev.barrage.plan.data.BoundedFile;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/** Writes forms and multipart bodies. */
final class Bodies {
  /** Body files are held in memory. */
  private static final int MOST_MIB = 256;

  private Bodies() {}

  /** {@code application/x-www-form-urlencoded}, a space as {@code %20}. */
  static void write(Body.Form form, RequestBytes.Builder builder) {
    builder.body(Template.literal(""));
    String separator = "";
    for (Body.Field field : form.fields()) {
      builder.body(Template.literal(separator + encoded(field.name()) + "="));
      List<Part> parts = new ArrayList<>();
      for (Part part : field.value().parts()) {
        parts.add(
            switch (part) {
              case Part.Literal(String text) -> new Part.Literal(encoded(text));
              case Part.Slot slot -> slot;
            });
      }
      builder.body(new Template(parts));
      separator = "&";
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  /** RFC 7578 section 4. */
  static void write(Body.Multipart multipart, RequestBytes.Builder builder) {
    String boundary = boundary(multipart);
    for (Body.Part part : multipart.parts()) {
      StringBuilder head = new StringBuilder("--" + boundary + "\r\n");
      head.append("Content-Disposition: form-data; name=\"")
          .append(quoted(part.name()))
          .append('"');
      String fileName = part.content().fileName();
      if (!fileName.isEmpty()) {
        head.append("; filename=\"").append(quoted(fileName)).append('"');
      }
      part.type()
          .or(() -> fileName.isEmpty() ? Optional.empty() : Optional.of("application/octet-stream"))
          .ifPresent(type -> head.append("\r\nContent-Type: ").append(type));
      builder.body(Template.literal(head + "\r\n\r\n"));
      switch (part.content()) {
        case Body.Content.TextContent text -> builder.body(text.text());
        case Body.Content.FileContent file -> builder.body(read(file.path()));
      }
      builder.body(Template.literal("\r\n"));
    }
    builder.body(Template.literal("--" + boundary + "--\r\n"));
  }

  /** As browsers write names between quotes (RFC 7578 section 2 and HTML's form submission). */
  private static String quoted(String name) {
    return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }

  /** The same for the same body, and nowhere in what the plan puts into it. */
  static String boundary(Body.Multipart multipart) {
    List<byte[]> contents = new ArrayList<>();
    for (Body.Part part : multipart.parts()) {
      contents.add(
          switch (part.content()) {
            case Body.Content.TextContent text ->
                text.text().source().getBytes(StandardCharsets.UTF_8);
            case Body.Content.FileContent file -> read(file.path());
          });
    }
    CRC32 sum = new CRC32();
    contents.forEach(sum::update);
    for (int n = 0; ; n++) {
      String boundary = "barrage-%08x-%08x".formatted(sum.getValue(), n);
      if (contents.stream()
          .noneMatch(c -> new String(c, StandardCharsets.ISO_8859_1).contains(boundary))) {
        return boundary;
      }
    }
  }

  static byte[] read(Path file) {
    try {
      return BoundedFile.bytes(file, MOST_MIB);
    } catch (BoundedFile.TooLargeException e) {
      throw new IllegalArgumentException("body file " + file + " " + e.getMessage(), e);
    } catch (IOException e) {
      String why = e instanceof NoSuchFileException ? "no such file" : e.getMessage();
      throw new IllegalArgumentException("body file " + file + " cannot be read: " + why, e);
    }
  }
}
