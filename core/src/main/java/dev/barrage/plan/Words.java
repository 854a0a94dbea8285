package dev.barrage.plan;

import java.util.List;
import java.util.function.Function;

/** Reads a phrase of a plan word by word; every error shows the whole phrase and an example. */
final class Words {
  private final String phrase;
  private final List<String> words;
  private int at;

  Words(String phrase) {
    this.phrase = phrase;
    this.words = phrase.isBlank() ? List.of() : List.of(phrase.strip().split("\\s+"));
  }

  boolean atEnd() {
    return at == words.size();
  }

  /** The next word without taking it; empty at the end. */
  String peek() {
    return atEnd() ? "" : words.get(at);
  }

  /** Takes the next word if it is this one. */
  boolean take(String word) {
    if (peek().equals(word)) {
      at++;
      return true;
    }
    return false;
  }

  /** Takes the next word, which must be this one. */
  void need(String word, String example) {
    if (!take(word)) {
      throw expected('"' + word + '"', List.of(word), example);
    }
  }

  /** Takes the next word and reads it. */
  <T> T value(String what, String example, Function<String, T> parser) {
    if (atEnd()) {
      throw expected(what, List.of(), example);
    }
    String word = words.get(at);
    try {
      T value = parser.apply(word);
      at++;
      return value;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          Quoted.of(phrase) + ": " + e.getMessage() + " (as in " + example + ")");
    }
  }

  void needEnd(String example) {
    if (!atEnd()) {
      throw new IllegalArgumentException(
          Quoted.of(phrase) + " goes on with " + Quoted.of(peek()) + "; write e.g. " + example);
    }
  }

  private IllegalArgumentException expected(String what, List<String> words, String example) {
    String found = atEnd() ? "ends" : "has " + Quoted.of(peek());
    return new IllegalArgumentException(
        Quoted.of(phrase)
            + (" " + found + " where " + what + " is needed; write e.g. " + example)
            + NearestWord.hint(peek(), words));
  }
}
