package dev.barrage.plan;

import static dev.barrage.plan.WrongPlan.more;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes in objectives, abort rules and the monitors that they name. */
class WrongCriteriaTest {
  static List<WrongPlan> objectives() {
    return List.of(
        more(
            "objectives: {p95: fast}",
            "p:1:19 \"fast\" is not a duration; write e.g. 500ms, 10s," + " 1m30s, 2h"),
        more(
            "objectives: {troughput: 5/s}",
            "p:1:14 \"troughput\" is not a metric; allowed: p50, p95, p99.9 …, max, mean, error"
                + " rate, unanswered, gateway errors, throughput, p95 degradation, throughput"
                + " degradation, error rate slope, recovery, circuit opens, circuit closes, or a"
                + " monitor's, e.g. gateway cpu; did you mean \"throughput\"?"),
        more(
            "objectives: [p95 < 1s if known]",
            "p:1:14 \"p95 < 1s if known\": if known goes with what a monitor or the rate limit"
                + " tells; p95 is always known"),
        more(
            "objectives: {limit refused: {target: 1, if known: perhaps}}",
            "p:1:51 if known is \"perhaps\"; must be true or false"),
        more(
            "objectives: [unanswered of user u < 1%, unanswered < 3s]",
            "p:1:41 \"3s\" is not a share; write e.g. 0.1%, 5% or 0.05 (at most 100%)"),
        more(
            "objectives: [p101 < 1s]",
            "p:1:14 \"p101\" is not a metric; allowed: p50, p95, p99.9"
                + " …, max, mean, error rate, unanswered, gateway errors, throughput, p95"
                + " degradation, throughput degradation,"
                + " error rate slope, recovery, circuit opens, circuit closes, or a monitor's,"
                + " e.g. gateway cpu"),
        more(
            "objectives: [p95 200ms]",
            "p:1:14 \"p95 200ms\" is not an objective; write e.g. p95 <="
                + " 200ms, p99 <= 500ms critical 1s, error rate < 0.1%, throughput >= 1000/s"),
        more(
            "objectives: {p95: {target: 1s, critical: 1ms}}",
            "p:1:28 \"p95 <= 1s critical 1ms\":"
                + " the critical level must not be stricter than the target"),
        more(
            "objectives: {p95: {critical: 1s}}",
            "p:1:19 the objective p95 needs \"target\", e.g." + " p95: {target: 200ms}"),
        more(
            "objectives: ['p95 of \"GET /hello\" < 1s']",
            "p:1:14 \"GET /hello\" is not a request of" + " this plan; its requests are: GET /"));
  }

  static List<WrongPlan> monitors() {
    return List.of(
        more(
            "monitors: {gw: {process: prot 80}}",
            "p:1:26 \"prot 80\" names no process; write e.g. port 8080, pid 4711 or container"
                + " gateway; did you mean \"port\"?"),
        more(
            "monitors: {gw: {every: 1s}}",
            "p:1:16 a monitor needs process, prometheus, health or log, e.g. process: port 8080"),
        more(
            "monitors: {p95: {process: port 80}}",
            "p:1:12 \"p95\" is a metric of traffic; call the monitor something else"),
        more(
            "monitors: {m: {prometheus: 'http://h/m', series: {x: 'a{b}'}}}",
            "p:1:54 \"a{b}\" is not a series; write e.g. jvm_memory_used_bytes{area=\"heap\"},"
                + " or rate(http_requests_total)"),
        more(
            "monitors: {m: {health: 'localhost:80'}}",
            "p:1:24 \"localhost:80\" is not the URL of a page; write e.g."
                + " http://localhost:9090/metrics"),
        more(
            "monitors: {gw: {process: port 80, every: 10ms}}",
            "p:1:42 every is 10ms; must be at least 100ms"),
        more(
            "objectives: [gateway cpu < 80%]\nmonitors: {gatewy: {process: port 80}}",
            "p:1:14 \"gateway\" is not a metric or a monitor; allowed: gatewy; did you mean"
                + " \"gatewy\"?"),
        more(
            "objectives: [gw cpuu < 80%]\nmonitors: {gw: {process: port 80}}",
            "p:1:14 \"cpuu\" is not a series of gw; allowed: cpu, rss, threads, fds,"
                + " context-switches, net-received, net-sent, restarts; did you mean \"cpu\"?"),
        more(
            "objectives: [gw cpu slop < 80%]\nmonitors: {gw: {process: port 80}}",
            "p:1:14 \"slop\" is no figure of a series; allowed: mean, max, min, last, increase,"
                + " slope; did you mean \"slope\"?"),
        more(
            "objectives: [p95 degradation < 10ms]",
            "p:1:14 \"10ms\" is not a share; write e.g. 0.1%, 5% or 0.05 (at most 100%)"),
        more(
            "objectives: [p95 degredation < 10%]",
            "p:1:14 \"p95 degredation\" is not a metric; allowed: p50, p95, p99.9 …, max, mean,"
                + " error rate, unanswered, gateway errors, throughput, p95 degradation,"
                + " throughput degradation, error rate"
                + " slope, recovery, circuit opens, circuit closes, or a monitor's,"
                + " e.g. gateway cpu; did you mean \"p95"
                + " degradation\"?"),
        more(
            "objectives: [eror rate < 10%]",
            "p:1:14 \"eror rate\" is not a metric; did you mean \"error rate\"?"),
        more(
            "objectives: [gateway erors < 10%, gateway rss < 1GB, gateway threads < 9]",
            "p:1:14 \"gateway erors\" is not a metric; did you mean \"gateway errors\"?",
            "p:1:35 \"gateway\" is not a metric or a monitor; this plan has no monitors",
            "p:1:54 \"gateway\" is not a metric or a monitor; this plan has no monitors"),
        more(
            "objectives: ['recovery of GET / < 5s']",
            "p:1:14 \"recovery of GET / < 5s\": recovery is of the whole run; leave out \"of …\""),
        more(
            "objectives: [recovery < 10%]",
            "p:1:14 \"10%\" is not a duration; write e.g. 500ms, 10s, 1m30s, 2h"),
        more(
            "abort when: recovery > 5s for 10s",
            "p:1:13 \"recovery > 5s for 10s\" is known at the end only; a run can be aborted for"
                + " p50, p95, p99.9 …, max, mean, error rate, throughput"),
        more(
            "objectives: [gw rss < much]\nmonitors: {gw: {process: port 80}}",
            "p:1:14 \"much\" is not a bound of a monitor; write e.g. 80%, 4GB, 1 MB/min, 50ms,"
                + " 100/s or 12"));
  }

  @ParameterizedTest
  @MethodSource({"objectives", "monitors"})
  void answersEveryMistakeAtItsPlace(WrongPlan wrong) {
    wrong.assertTold();
  }
}
