package dev.barrage.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.cli.doctor.Finding.Sign;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FindingsTest {
  @TempDir Path root;
  private FakeMachine fake;

  @BeforeEach
  void aGoodMachine() throws Exception {
    fake = new FakeMachine(root);
  }

  @Test
  void findsNothingWrongWithAGoodMachine() {
    assertThat(Findings.of(fake.machine())).allMatch(f -> f.sign() == Sign.OK && f.fix().isEmpty());
  }

  @ParameterizedTest(name = "{1} is {2} when {0} holds {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          proc/self/limits                        | open files         | BAD  | Max open files 256 1000 files
          proc/self/limits                        | open files         | WARN | Max open files 1024 4096 files
          proc/self/limits                        | open files         | OK   | Max open files 1024 unlimited files
          proc/sys/net/ipv4/ip_local_port_range   | local ports        | WARN | 50000 60999
          proc/sys/net/ipv4/ip_local_port_range   | local ports        | BAD  | 60900 60999
          proc/net/sockstat                       | ports in TIME_WAIT | WARN | TCP: inuse 5 orphan 0 tw 20000 alloc 9
          proc/sys/net/ipv4/tcp_tw_reuse          | reuse of ports     | WARN | 0
          proc/sys/net/core/somaxconn             | listen backlog     | WARN | 128
          proc/stat                               | steal              | WARN | cpu 50 0 0 927 0 0 0 23 0 0
          proc/stat                               | steal              | BAD  | cpu 50 0 0 850 0 0 0 100 0 0
          proc/meminfo                            | memory             | WARN | MemTotal: 4000000 kB\\nMemAvailable: 600000 kB
          proc/meminfo                            | memory             | BAD  | MemTotal: 4000000 kB\\nMemAvailable: 60000 kB
          proc/meminfo                            | swap               | WARN | SwapTotal: 400000 kB\\nSwapFree: 60000 kB
          sys/fs/cgroup/cpu.max                   | CPU quota          | WARN | 150000 100000
          sys/fs/cgroup/user.slice/cpu.max        | CPU quota          | WARN | 50000 100000
          sys/fs/cgroup/cpu.max                   | CPU quota          | OK   | max 100000
          sys/class/net/eth0/speed                | network link       | WARN | 100
          sys/class/net/eth0/speed                | network link       | UNKNOWN | -1
          sys/class/net/eth0/operstate            | network link       | UNKNOWN | down
          sys/devices/system/cpu/cpu1/cpufreq/scaling_governor | CPU governor | WARN | powersave
          sys/devices/system/clocksource/clocksource0/current_clocksource | clock source | WARN | acpi_pm
          """)
  void judgesWhatAFileHolds(String file, String name, Sign sign, String text) throws Exception {
    fake.file(file, text.replace("\\n", "\n"));
    assertThat(fake.finding(name)).satisfies(FindingsTest::isComplete);
    assertThat(fake.finding(name).sign()).isEqualTo(sign);
  }

  private static void isComplete(Finding finding) {
    assertThat(finding.value()).isNotBlank();
    assertThat(finding.effect()).endsWith(".").doesNotContain("\n");
    if (finding.sign() == Sign.WARN || finding.sign() == Sign.BAD) {
      assertThat(finding.fix()).isNotBlank();
    }
  }

  @ParameterizedTest(name = "{0} in {1}: {2} {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0::/a/b/c        | a               | cpu.max=50000 100000                                  | CPU quota | WARN
          2:cpu,cpuacct:/a | cpu/a           | cpu.cfs_quota_us=50000;cpu.cfs_period_us=100000       | CPU quota | WARN
          2:cpu,cpuacct:/a | cpu             | cpu.cfs_quota_us=-1;cpu.cfs_period_us=100000          | CPU quota | OK
          0::/../a         | .               | cpu.max=50000 100000                                  | CPU quota | WARN
          0::/a/b          | a/b             | memory.max=209715200;memory.current=104857600         | memory    | BAD
          0::/a/b          | a               | memory.max=734003200;memory.current=104857600         | memory    | WARN
          0::/             | .               | memory.max=max;memory.current=104857600               | memory    | OK
          0::/a            | a               | memory.max=2147483648;memory.current=2147483648;memory.stat=anon 4096\\ninactive_file 2147479552 | memory | OK
          7:memory:/a      | memory/a        | memory.limit_in_bytes=209715200;memory.usage_in_bytes=4096 | memory | BAD
          7:memory:/a      | memory/a        | memory.limit_in_bytes=9223372036854771712;memory.usage_in_bytes=4096 | memory | OK
          7:cpuset:/a      | memory/a        | memory.limit_in_bytes=4096;memory.usage_in_bytes=4096 | memory    | OK
          """)
  void asksItsControlGroupAndThoseAboveIt(
      String group, String folder, String files, String name, Sign sign) throws Exception {
    fake.file("proc/self/cgroup", group + "\n");
    for (String file : files.split(";")) {
      String[] nameAndText = file.split("=");
      fake.file(
          "sys/fs/cgroup/" + folder + "/" + nameAndText[0],
          nameAndText[1].replace("\\n", "\n") + "\n");
    }
    assertThat(fake.finding(name)).satisfies(FindingsTest::isComplete);
    assertThat(fake.finding(name).sign()).isEqualTo(sign);
  }

  @Test
  void saysWhatIsLeftOfTheMemoryOfAContainer() throws Exception {
    fake.file("sys/fs/cgroup/memory.max", "536870912\n");
    fake.file("sys/fs/cgroup/memory.current", "209715200\n");
    assertThat(fake.finding("memory").value())
        .isEqualTo("312 MB free of 512 MB, the limit of its control group");
  }

  @Test
  void judgesTheJdkAndTheProcessors() {
    assertThat(fake.java(21).finding("JDK").sign()).isEqualTo(Sign.BAD);
    assertThat(fake.cpus(1).finding("processors").sign()).isEqualTo(Sign.WARN);
  }

  @Test
  void saysWhatItCannotTell() {
    Machine bare = new Machine(root.resolve("nothing"), 25, "Temurin 25", 4);
    List<Finding> findings = Findings.of(bare);
    assertThat(findings).allSatisfy(FindingsTest::isComplete);
    assertThat(Findings.worst(findings)).isEqualTo(Sign.UNKNOWN);
    assertThat(findings).anyMatch(f -> f.value().equals("no physical card"));
  }

  @Test
  void readsThisMachine() {
    assertThat(Findings.of(Machine.here())).hasSizeGreaterThanOrEqualTo(15);
  }

  @Test
  void tellsPeopleValueEffectAndFix() throws Exception {
    fake.file("proc/sys/net/core/somaxconn", "128");
    String text = Findings.text(Findings.of(fake.machine()), false);
    assertThat(text)
        .contains(
            """
            warn    listen backlog        somaxconn 128
                    A local target drops connects beyond it when many users start at once.
                    mend: sudo sysctl -w net.core.somaxconn=4096
            """)
        .endsWith("This machine is ready for modest loads: 0 bad, 1 to look at, of 15 checks.\n");
    assertThat(text).doesNotContain("\033");
    assertThat(Findings.text(Findings.of(fake.machine()), true)).contains("\033[33mwarn");
  }

  @Test
  void fitsEightyColumnsAndBreaksNoCommand() {
    String long50 = "20000, may be raised to 20000 by whoever may do so here";
    String widen = "sudo sysctl -w net.ipv4.ip_local_port_range='1024 65535'";
    List<Finding> findings =
        List.of(
            Finding.warn(
                "open files",
                long50,
                "It is " + "wide ".repeat(20) + ".",
                "wait a minute, keep connections alive in the plan, or " + widen),
            Finding.bad(
                "other files",
                "1",
                "Few.",
                "sudo prlimit --pid $$ --nofile=65536   # for good: /etc/security/limits.conf"));
    String text = Findings.text(findings, false);
    assertThat(text.lines()).allMatch(line -> line.length() <= 80);
    assertThat(text)
        .contains(
            "        mend: wait a minute, keep connections alive in the plan, or\n              "
                + widen)
        .contains("mend: sudo prlimit --pid $$ --nofile=65536   # for")
        .contains("\n" + " ".repeat(30) + "here\n");
  }

  @Test
  void tellsProgramsTheSame() {
    assertThat(Findings.json(Findings.of(fake.machine())))
        .contains("\"schema\" : \"barrage.doctor/1\"")
        .contains("\"worst\" : \"ok\"")
        .contains("\"name\" : \"open files\"")
        .contains("\"sign\" : \"ok\"");
  }

  @Test
  void advisesToStayAwakeWhereWakeUpsAreLate() {
    assertThat(WakeUps.finding(120).sign()).isEqualTo(Sign.OK);
    assertThat(WakeUps.finding(1700).sign()).isEqualTo(Sign.WARN);
    assertThat(WakeUps.finding(1700).value()).isEqualTo("p99.9 1700 us late");
    assertThat(WakeUps.finding(1700).fix()).contains("--stay-awake");
  }

  @Test
  void measuresWakeUpsOfThisMachine() {
    assertThat(WakeUps.measureUs()).isPositive();
  }
}
