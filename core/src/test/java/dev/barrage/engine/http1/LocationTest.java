package dev.barrage.engine.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationTest {
  private final Location location = new Location();
  private final ByteOutput out = new ByteOutput(1);

  private void read(String reference) {
    byte[] bytes = ("x" + reference + "#").getBytes(ISO_8859_1);
    location.read(bytes, 1, bytes.length - 1);
  }

  private String resolve(String base, String reference) {
    read(reference);
    location.resolve(("GET " + base + " HTTP/1.1\r\n").getBytes(ISO_8859_1), out);
    return new String(out.block().bytes, 0, out.length(), ISO_8859_1);
  }

  /** The table of RFC 3986 sections 5.4.1 and 5.4.2, of base http://a/b/c/d;p?q. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "g|/b/c/g",
        "./g|/b/c/g",
        "g/|/b/c/g/",
        "/g|/g",
        "//g|/",
        "?y|/b/c/d;p?y",
        "g?y|/b/c/g?y",
        "'#s'|/b/c/d;p?q",
        "'g#s'|/b/c/g",
        "g?y#s|/b/c/g?y",
        ";x|/b/c/;x",
        "g;x|/b/c/g;x",
        "''|/b/c/d;p?q",
        ".|/b/c/",
        "./|/b/c/",
        "..|/b/",
        "../|/b/",
        "../g|/b/g",
        "../..|/",
        "../../|/",
        "../../g|/g",
        "../../../g|/g",
        "../../../../g|/g",
        "/./g|/g",
        "/../g|/g",
        "g.|/b/c/g.",
        ".g|/b/c/.g",
        "g..|/b/c/g..",
        "..g|/b/c/..g",
        "./../g|/b/g",
        "./g/.|/b/c/g/",
        "g/./h|/b/c/g/h",
        "g/../h|/b/c/h",
        "g;x=1/./y|/b/c/g;x=1/y",
        "g;x=1/../y|/b/c/y",
        "g?y/./x|/b/c/g?y/./x",
        "g?y/../x|/b/c/g?y/../x",
        "http://h|/",
        "http://h?q|/?q",
        "http://h/x/../y?a=/../b|/y?a=/../b",
        "/a b|/a%20b",
        "/é\"<>|/%E9%22%3C%3E",
        "/%41%zz|/%41%zz",
      })
  void resolvesAsTheStandardSays(String reference, String path) {
    assertThat(resolve("/b/c/d;p?q", reference)).isEqualTo(path);
  }

  @Test
  void knowsWhetherItStaysWithTheHost() {
    byte[] http = "http".getBytes(ISO_8859_1);
    byte[] https = "https".getBytes(ISO_8859_1);
    byte[] host = "a.example:8080".getBytes(ISO_8859_1);
    read("/x");
    assertThat(location.isRelative()).isTrue();
    read("?a=http://b");
    assertThat(location.isRelative()).isTrue();
    read("HTTP://A.example:8080/x");
    assertThat(location.isRelative()).isFalse();
    assertThat(location.leadsTo(http, host, https)).isTrue();
    assertThat(location.leadsTo(https, host, https)).isFalse();
    read("//a.example:8080?q");
    assertThat(location.leadsTo(http, host, http)).isTrue();
    assertThat(location.leadsTo(http, host, https)).isFalse();
    for (String other :
        new String[] {
          "http://a.example:8080.evil/",
          "http://me@a.example:8080/",
          "http://a.example:8080@evil/",
          "http:/x",
          "http:x",
          "ftp://a.example:8080/",
          "http://a.example/",
          "javascript:alert(1)",
        }) {
      read(other);
      assertThat(location.isRelative()).as(other).isFalse();
      assertThat(location.leadsTo(http, host, http)).as(other).isFalse();
    }
  }

  @Test
  void showsAnOriginWithoutItsPasswordAndOnOneLine() {
    read("https://me:secret@b.example:1/x?token=1");
    assertThat(location.origin()).isEqualTo("https://b.example:1");
    read("//b.example/x");
    assertThat(location.origin()).isEqualTo("b.example");
    read("javascript:alert(1)");
    assertThat(location.origin()).isEqualTo("javascript:");
    read("http://" + "b\u0001é".repeat(99) + "/x");
    assertThat(location.origin()).hasSize(100).matches("[!-~]+");
  }

  /** Whatever a server sends, the result begins with a slash and cannot forge a line. */
  @Test
  void anyBytesMakeASoundPath() {
    Random random = new Random(5);
    String alphabet = "/..//?#%: ab@\\[é\u0001\u007f";
    for (int n = 0; n < 20_000; n++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(resolve("/b/c?q", text.toString())).as(text.toString()).matches("/[!-~]*");
    }
  }
}
