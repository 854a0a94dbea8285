package dev.barrage.cli.doctor;

import java.util.List;

/** Network cards: what they carry is a ceiling that looks like a slow target. */
final class Links {
  private static final long SLOW_MBIT = 1_000;
  private static final String NAME = "network link";

  private Links() {}

  static List<Finding> of(Machine machine) {
    // Only what stands for hardware has a device: not loopback, bridges or tunnels.
    List<Finding> links =
        machine.names("sys/class/net").stream()
            .filter(card -> machine.has("sys/class/net/" + card + "/device"))
            .map(card -> link(machine, card))
            .toList();
    return links.isEmpty()
        ? List.of(
            Finding.unknown(
                NAME, "no physical card", "Only loopback and virtual links: no rate to compare."))
        : links;
  }

  private static Finding link(Machine machine, String card) {
    String folder = "sys/class/net/" + card;
    if (machine.text(folder + "/operstate").orElse("").equals("down")) {
      return Finding.unknown(NAME, card + " is down", "It carries nothing.");
    }
    // Virtual cards answer -1, or refuse the read.
    long mbit = machine.number(folder + "/speed").orElse(-1);
    if (mbit <= 0) {
      return Finding.unknown(
          NAME, card + ", speed not told", "Its rate is the hypervisor's to limit: watch bytes/s.");
    }
    String value = "%s, %,d Mbit/s".formatted(card, mbit);
    String effect = "At most %,d MB/s of requests and responses pass.".formatted(mbit / 8);
    return mbit < SLOW_MBIT
        ? Finding.warn(
            NAME, value, effect, "sudo ethtool -s " + card + " autoneg on   # and check the cable")
        : Finding.ok(NAME, value, effect);
  }
}
