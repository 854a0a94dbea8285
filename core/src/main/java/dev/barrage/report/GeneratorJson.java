package dev.barrage.report;

import static dev.barrage.report.JsonValues.number;
import static dev.barrage.report.JsonValues.text;

import dev.barrage.monitor.GeneratorHealth;
import dev.barrage.monitor.Host;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What measured, and where: {@code generator} and {@code host}. */
final class GeneratorJson {
  private GeneratorJson() {}

  static ObjectNode generator(GeneratorHealth generator) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    number(json, "cpu_us_per_request", generator.cpuUsPerRequest());
    number(json, "cpu_busy", generator.cpuBusy());
    json.put("threads", generator.threads());
    number(json, "ceiling_per_s", generator.ceilingPerS());
    number(json, "headroom", generator.headroom());
    number(json, "gc_pause_ms_max", generator.gcPauseMsMax());
    number(json, "loop_stall_ms_max", generator.loopStallMsMax());
    number(json, "clock_jump_ms_max", generator.clockJumpMsMax());
    number(json, "rss_mb_max", generator.rssMbMax());
    return json;
  }

  static ObjectNode host(Host host) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    text(json, "os", host.os());
    text(json, "kernel", host.kernel());
    json.put("cpus", host.cpus());
    text(json, "cpu_model", host.cpuModel());
    if (host.memoryMb() > 0) {
      json.put("memory_mb", host.memoryMb());
    } else {
      json.putNull("memory_mb");
    }
    text(json, "jdk", host.jdk());
    number(json, "steal_ratio", host.stealRatio());
    json.put("fingerprint", host.fingerprint());
    return json;
  }
}
