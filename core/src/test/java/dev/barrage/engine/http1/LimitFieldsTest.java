package dev.barrage.engine.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitFieldsTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          X-RateLimit-Limit: 100                         | 100 | -1 | -1 | -1 | -1
          x-ratelimit-remaining: 0                       | -1  | 0  | -1 | -1 | -1
          X-RateLimit-Reset: 1700000000                  | -1  | -1 | 0  | -1 | -1
          RateLimit-Limit: 10, 10;w=1                    | 10  | -1 | -1 | -1 | -1
          RateLimit-Reset: 5                             | -1  | -1 | 5  | -1 | -1
          RateLimit-Policy: "hour";q=1000;w=3600         | 1000 | -1 | -1 | 3600 | -1
          RateLimit-Policy: "a;q=1"; q=7 ;w=9, "b";q=8   | 7   | -1 | -1 | 9  | -1
          RateLimit: "default";r=50;t=30                 | -1  | 50 | 30 | -1 | -1
          RateLimit: "default";t=30                      | -1  | -1 | 30 | -1 | -1
          Retry-After: 120                               | -1  | -1 | -1 | -1 | 120
          Retry-After: Wed, 21 Oct 2015 07:28:00 GMT     | -1  | -1 | -1 | -1 | 0
          Retry-After: Wed, 21 Okt 2015 07:28:00 GMT     | -1  | -1 | -1 | -1 | -1
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

  private static void take(LimitFields fields, String line) {
    byte[] b = line.getBytes(ISO_8859_1);
    int colon = line.indexOf(':');
    fields.field(b, 0, colon, colon + 2, b.length);
  }

  @Test
  void timesOfDayAreSecondsFromNow() {
    LimitFields fields = new LimitFields();
    ZonedDateTime soon = ZonedDateTime.now(ZoneOffset.UTC).plusHours(1);
    String date = String.format(Locale.ROOT, "%1$ta, %1$td %1$tb %1$tY %1$tT GMT", soon);
    take(fields, "Retry-After: " + date);
    take(fields, "X-RateLimit-Reset: " + soon.toEpochSecond());
    assertThat(fields.retryAfterS).isBetween(3000, 3600);
    assertThat(fields.resetS).isBetween(3000, 3600);
    assertThat(fields.malformed).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 951_782_399, 951_782_400, 951_868_800, 1_078_012_800, 4_107_542_400L, -86_400})
  void datesAreThoseOfTheCalendar(long epochS) {
    ZonedDateTime at = Instant.ofEpochSecond(epochS).atZone(ZoneOffset.UTC);
    String date = String.format(Locale.ROOT, "%1$ta, %1$td %1$tb %1$tY %1$tT GMT", at);
    assertThat(HttpDate.epochS(date.getBytes(ISO_8859_1), 0, date.length())).isEqualTo(epochS);
  }

  @Test
  void whatCannotBeReadIsNotedAndTakesNothingAway() {
    LimitFields fields = new LimitFields();
    take(fields, "X-RateLimit-Limit: 3");
    take(fields, "X-RateLimit-Remaining: 5");
    assertThat(fields.malformed).isFalse();
    take(fields, "RateLimit-Policy: default;q=abc");
    take(fields, "RateLimit: default;r=-1;t=x");
    assertThat(fields.malformed).isTrue();
    assertThat(new int[] {fields.limit, fields.remaining, fields.resetS})
        .containsExactly(3, 5, LimitFields.ABSENT);
    fields.clear();
    assertThat(fields.malformed).isFalse();
  }
}
