package dev.barrage.engine.feed;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Names of people, some of them with letters beyond ASCII: real ones have them too. */
final class PersonNames {
  private static final String FIRST =
      """
      Ada Agnes Ahmed Aiko Alan Amara Ana Andrei Anna Aylin Barbara Ben Björn Carlos Chen Chloé
      Dana Daniel David Edsger Elena Emma Erik Fatima Felix Grace Hana Hassan Ida Ines Ivan Jana
      Joan João José Juan Kaito Katja Ken Lars Leila Lin Lucía Malik Maria Mei Mina Mohammed Nadia
      Nils Noah Olga Omar Pablo Priya Radia René Rosa Sam Sara Sven Tomás Wei Yuki Zoë
      """;

  private static final String LAST =
      """
      Adeyemi Ahmed Andersson Bauer Bianchi Brown Chen Cohen Costa Díaz Dijkstra Dubois Evans
      Fischer Garcia Gomez Gupta Haddad Hamilton Hansen Hopper Ivanov Jansen Johnson Kaya Khan Kim
      Kowalski Kumar Lamport Lee Lopez Lovelace Martin Meyer Müller Nakamura Nguyen Novák O'Brien
      Okafor Patel Perlman Petrov Popescu Rossi Santos Sato Schmidt Silva Singh Smith Suzuki Tanaka
      Thompson Torres Turing Wagner Wang Weber Yılmaz Zhang
      """;

  private PersonNames() {}

  /**
   * @param after follows each name
   */
  static byte[][] first(String after) {
    return bytes(FIRST, after);
  }

  static byte[][] last() {
    return bytes(LAST, "");
  }

  private static byte[][] bytes(String names, String after) {
    return Arrays.stream(names.strip().split("\\s+"))
        .map(name -> (name + after).getBytes(StandardCharsets.UTF_8))
        .toArray(byte[][]::new);
  }
}
