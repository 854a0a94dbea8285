package dev.barrage.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.testkit.RealComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The report in a real browser. */
class HtmlReportBrowserTest {
  /**
   * A page that holds another in a frame and tells whoever dumps it what that looks like. (A
   * browser's window has a least width; a frame has none.)
   */
  private static final String FRAMED =
      """
      <!doctype html><iframe width="%d" height="3000" style="border:0" srcdoc="%s"></iframe>
      <script>
        onload = () => {
          const page = document.querySelector("iframe").contentDocument;
          const width = page.documentElement.clientWidth;
          const broad = [...page.querySelectorAll("body *")]
              .filter(e => e.getBoundingClientRect().right > width + 1 && !e.closest("svg"));
          const charts = [...page.querySelectorAll(".chart .area svg")]
              .filter(svg => svg.getBoundingClientRect().width > 200);
          const lines = e => {
            const range = page.createRange();
            range.selectNodeContents(e);
            return range.getClientRects().length;
          };
          document.title = "width=" + width + " scroll=" + page.documentElement.scrollWidth
              + " charts=" + charts.length
              + " badge=" + [...page.querySelectorAll(".badge")].map(lines)
              + " broad=" + broad.map(e => e.tagName + "." + e.className).join(",");
        };
      </script>
      """;

  private static final String SLOWEST =
      """
      [{"request": "GET /api/v1/resources/{id}", "t_s": 1.6, "latency_us": 225126.7,
        "phases": {"user_us": 0, "send_lag_us": 12, "queue_us": 0, "first_byte_us": 225126.7,
          "last_byte_us": 0},
        "status": 503, "outcome": "status_refused",
        "connection": {"address": "127.0.0.1:7802", "age_s": 1.56, "served": 1794}}]
      """;

  private static final String BREAKDOWNS =
      """
      [{"by": "status", "values": [{"kind": "value", "value": "503", "count": 212810, "ok": 0,
        "latency_us": {"p50": 225126.7, "p90": 1, "p95": 1, "p99": 999126.7, "max": 1},
        "outcomes": {"status_refused": 212810, "malformed_response": 100}}]}]
      """;

  @TempDir Path directory;

  private record Opened(String dom, String log) {}

  @Test
  void opensWithoutErrorsUnderItsOwnSecurityPolicy() throws Exception {
    Path report = HtmlReportTest.render(SampleRuns.pass(3, 300, 60), directory.resolve("record"));

    Opened opened = open(report, 1280);

    assertThat(opened.log()).doesNotContain("CONSOLE");
    assertThat(opened.dom())
        .as("made by the script, so the policy let it run")
        .contains("60 shown</span>")
        .contains("Show all 60")
        .contains("class=\"readout\"");
  }

  @Test
  void runsNothingThatATargetSent() throws Exception {
    Path report = HtmlReportTest.render(SampleRuns.fail(), directory.resolve("record"));

    Opened opened = open(report, 1280);

    assertThat(opened.log()).doesNotContain("CONSOLE");
    assertThat(opened.dom()).contains("<title>checkout: load test</title>").doesNotContain("<img");
  }

  @Test
  void fitsANarrowScreenWithoutScrollingSideways() throws Exception {
    Path record = directory.resolve("record");
    HtmlReportTest.render(SampleRuns.fail(), record);
    ObjectNode run = (ObjectNode) RunJson.readTree(Files.readString(record.resolve("run.json")));
    run.set("slowest", JsonMapper.shared().readTree(SLOWEST));
    run.set("breakdowns", JsonMapper.shared().readTree(BREAKDOWNS));
    run.set("rate_limit", JsonMapper.shared().readTree(HtmlReportTest.RATE_LIMIT));
    String page = Files.readString(RecordDirectory.writeReport(record, run));
    String open = page.replaceFirst("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "");
    Path framed = directory.resolve("framed.html");
    Files.writeString(framed, FRAMED.formatted(420, Html.escape(open)));

    String dom = open(framed, 800).dom();

    assertThat(dom).contains("<title>width=420 scroll=420 charts=5 badge=1 broad=</title>");
  }

  @Test
  void keepsTheVerdictOnOneLineBesideLongReasons() throws Exception {
    Path record = directory.resolve("record");
    HtmlReportTest.render(SampleRuns.invalid(), record);
    ObjectNode run = (ObjectNode) RunJson.readTree(Files.readString(record.resolve("run.json")));
    ((ObjectNode) run.path("reasons").get(0)).put("message", "it was late ".repeat(20));
    String page = Files.readString(RecordDirectory.writeReport(record, run));
    String open = page.replaceFirst("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "");
    Path framed = directory.resolve("framed.html");
    Files.writeString(framed, FRAMED.formatted(1230, Html.escape(open)));

    assertThat(open(framed, 1300).dom()).contains("<title>width=1230 ", " badge=1 ");
  }

  private Opened open(Path page, int width) throws Exception {
    Path chromium = RealComponent.require("chromium", "chromium-browser", "google-chrome");
    Path log = directory.resolve("browser.log");
    Path dom = directory.resolve("dom.html");
    List<String> command = new ArrayList<>(List.of(chromium.toString(), "--headless"));
    command.addAll(
        List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--enable-logging=stderr",
            "--user-data-dir=" + Files.createTempDirectory(directory, "profile"),
            "--window-size=" + width + ",2000",
            "--dump-dom",
            page.toUri().toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectError(log.toFile())
            .redirectOutput(dom.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the browser ended").isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new Opened(Files.readString(dom), Files.readString(log));
  }
}
