package dev.barrage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a plan may say about how its target is reached. */
class ReachPlanTest {
  private static final String EXAMPLE =
      "; write an address, a block such as 10.0.0.0/24 or a range such as 127.0.0.2..127.0.0.50";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10.0.0.0/30             | 4     | 10.0.0.0    | 10.0.0.3
          10.0.0.7/30             | 4     | 10.0.0.4    | 10.0.0.7
          127.0.0.2..127.0.1.1    | 256   | 127.0.0.2   | 127.0.1.1
          10.0.0.0/16             | 65536 | 10.0.0.0    | 10.0.255.255
          10.0.0.9, 127.0.0.1/32  | 2     | 10.0.0.9    | 127.0.0.1
          2001:db8::fe/120        | 256   | 2001:db8::  | 2001:db8::ff
          [::1]..::ff             | 255   | ::1         | ::ff
          """)
  void addressSetsAreAddressesBlocksAndRanges(String text, int size, String first, String last) {
    AddressSet set = AddressSet.parse(text);
    assertThat(set.all())
        .hasSize(size)
        .doesNotHaveDuplicates()
        .startsWith(InetAddress.ofLiteral(first))
        .endsWith(InetAddress.ofLiteral(last));
    assertThat(AddressSet.parse(String.join(", ", set.texts()))).isEqualTo(set);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          source addresses: 10.0.0.0/15         | there are more than 65536 addresses; at most that many are allowed
          source addresses: '::/0'              | there are more than 65536 addresses; at most that many are allowed
          source addresses: [10.0.0.0/16, '::1'] | there are more than 65536 addresses; at most that many are allowed
          client addresses: 10.0.0.0/33         | "10.0.0.0/33": a block ends in /0 to /32
          client addresses: 10.0.0.9..10.0.0.1  | "10.0.0.9..10.0.0.1": a range goes from a lower to a higher address
          client addresses: 10.0.0.9..::1       | "10.0.0.9..::1": a range has two addresses of one family
          source addresses: [127.0.0.2, '::1']  | source addresses must be all IPv4 or all IPv6
          forwarded for: true                   | forwarded for needs client addresses, e.g. 10.0.0.0/24
          forwarded for: 10.0.0.0/24            | forwarded for is "10.0.0.0/24"; must be true or false
          proxy protocol: v3                    | proxy protocol is "v3"; allowed: v1, v2
          host: a/b                             | "a/b" is not a Host header; write e.g. api.example.com
          resolve: a.example:443                | "a.example:443" is not HOST:PORT:ADDRESS; write e.g. api.example.com:443:127.0.0.1 (several addresses with commas, * for every host)
          resolve: a.example:0:127.0.0.1        | "a.example:0:127.0.0.1": a port must be from 1 to 65535, not 0
          connect to: a.example:443             | "a.example:443" is not HOST1:PORT1:HOST2:PORT2; write e.g. api.example.com:443:127.0.0.1:8443, or ::127.0.0.1:8443 for every host
          connect to: 'a b:::'                  | "a b" is not a host name; write e.g. api.example.com
          {unix socket: s, connect to: ':::1'}  | unix socket excludes resolve, connect to and source addresses
          """)
  void mistakesAreSaid(String key, String message) {
    String pairs = key.startsWith("{") ? key.substring(1, key.length() - 1) : key;
    assertThat(problem("target: {url: http://h, " + pairs + "}\n", "/")).isEqualTo(message);
  }

  @Test
  void whatIsNoAddressIsSaid() {
    for (String text : new String[] {"", "10", "10.1", "localhost", "10.0.0.256", "fe80::1%eth0"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> AddressSet.parse(text))
          .withMessage("\"" + text + "\" is not an IP address" + EXAMPLE);
    }
  }

  @Test
  void theClientsAddressNeedsClientAddresses() {
    assertThat(problem("target: http://h\n", "/${client.ip}"))
        .isEqualTo("\"${client.ip}\" needs client addresses under target");
    String yaml = yaml("target: {url: http://h, client addresses: 10.0.0.1}\n", "/${client.ip}");
    assertThat(read(yaml, new PlanOverrides()).target().reach().clients().all()).hasSize(1);
    Reach given = Reach.DIRECT.clients(AddressSet.parse("10.0.0.0/24")).forwardingFor();
    Plan plan = read(yaml("target: http://h\n", "/${client.ip}"), new PlanOverrides().reach(given));
    assertThat(plan.target().reach()).isEqualTo(given);
  }

  @Test
  void aSocketsPathIsBounded() {
    assertThat(problem("target: {url: http://h, unix socket: /" + "x".repeat(107) + "}\n", "/"))
        .isEqualTo("the path of a unix socket has at most 107 bytes, this one 108");
  }

  @Test
  void whatTheCommandLineGivesReplacesThePlansPartByPart() {
    String yaml =
        yaml("target: {url: http://h, host: a, resolve: ['h:80:127.0.0.1', 'i:80:::1']}\n", "/");
    Plan plan =
        read(yaml, new PlanOverrides().serverName("s").reach(Reach.DIRECT.resolve("+*:80:::1")));
    assertThat(plan.target().tls().serverName()).contains("s");
    assertThat(plan.target().reach()).isEqualTo(Reach.DIRECT.host("a").resolve("*:80:[::1]"));
  }

  private static String problem(String target, String path) {
    PlanException thrown =
        catchThrowableOfType(
            PlanException.class, () -> read(yaml(target, path), new PlanOverrides()));
    assertThat(thrown).isNotNull();
    assertThat(thrown.problems()).hasSize(1);
    return thrown.problems().getFirst().message();
  }

  private static String yaml(String target, String path) {
    return target + "users: {u: {tasks: [{get: '" + path + "'}]}}\nload: hold 1 user for 1s\n";
  }

  private static Plan read(String yaml, PlanOverrides overrides) {
    return PlanReader.read("p", "p", yaml, Path.of("/"), overrides);
  }
}
