package dev.barrage.engine.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitFieldsTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          X-RateLimit-Limit: 100                         | 100 | -1 | -1 | -1 | -1
          x-ratelimit-remaining: 0                       | -1  | 0  | -1 | -1 | -1
          X-RateLimit-Reset: 1700000000                  | -1  | -1 | 1700000000 | -1 | -1
          RateLimit-Limit: 10, 10;w=1                    | 10  | -1 | -1 | -1 | -1
          RateLimit-Reset: 5                             | -1  | -1 | 5  | -1 | -1
          RateLimit-Policy: "hour";q=1000;w=3600         | 1000 | -1 | -1 | 3600 | -1
          RateLimit-Policy: "a;q=1"; q=7 ;w=9, "b";q=8   | 7   | -1 | -1 | 9  | -1
          RateLimit: "default";r=50;t=30                 | -1  | 50 | 30 | -1 | -1
          RateLimit: "default";t=30                      | -1  | -1 | 30 | -1 | -1
          Retry-After: 120                               | -1  | -1 | -1 | -1 | 120
          Retry-After: Wed, 21 Oct 2026 07:28:00 GMT     | -1  | -1 | -1 | -1 | -2
          X-RateLimit-Limit: 99999999999999999999        | 2147483647 | -1 | -1 | -1 | -1
          X-RateLimit-Limit: many                        | -1  | -1 | -1 | -1 | -1
          X-RateLimit-Limits: 5                          | -1  | -1 | -1 | -1 | -1
          RateLimit: ;r=                                 | -1  | -1 | -1 | -1 | -1
          """)
  void readsWhatAResponseSaysOfALimit(
      String line, int limit, int remaining, int resetS, int windowS, int retryAfterS) {
    LimitFields fields = new LimitFields();
    byte[] b = line.getBytes(ISO_8859_1);
    int colon = line.indexOf(':');
    fields.field(b, 0, colon, colon + 2, b.length);
    assertThat(
            new int[] {
              fields.limit, fields.remaining, fields.resetS, fields.windowS, fields.retryAfterS
            })
        .containsExactly(limit, remaining, resetS, windowS, retryAfterS);
  }
}
