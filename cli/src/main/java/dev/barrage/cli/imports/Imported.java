package dev.barrage.cli.imports;

import java.util.List;

/**
 * A plan that was made.
 *
 * @param yaml its text
 * @param notes what could not be imported, a line each
 */
public record Imported(String yaml, List<String> notes) {
  public Imported {
    notes = List.copyOf(notes);
  }

  static Imported of(Draft draft) {
    return new Imported(DraftText.of(draft), DraftText.notes(draft));
  }
}
