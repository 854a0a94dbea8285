package dev.barrage.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {

  @Test
  void readsEachMode() {
    assertThat(Arguments.parse("upstream", "--port", "1", "--admin-port", "2", "--tls"))
        .isEqualTo(new Arguments(Arguments.Mode.UPSTREAM, 1, 2, null, true));
    assertThat(Arguments.parse("gateway", "--upstream-url", "http://h:1"))
        .isEqualTo(new Arguments(Arguments.Mode.GATEWAY, 0, 0, URI.create("http://h:1"), false));
    assertThat(Arguments.parse("testbed").mode()).isEqualTo(Arguments.Mode.TESTBED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          other                              | unknown mode other; usage
          upstream --upstream-url http://h:1 | unknown option --upstream-url
          upstream --port                    | --port needs a value
          upstream --port 65536              | must be 0 to 65535
          gateway --upstream-url ftp://h     | must be http://host:port
          gateway --upstream-url http://%    | must be http://host:port
          gateway                            | gateway needs --upstream-url
          testbed --port 1                   | unknown option --port
          """)
  void saysWhatIsWrong(String line, String says) {
    assertThatThrownBy(() -> Arguments.parse(line.split(" "))).hasMessageContaining(says);
  }
}
