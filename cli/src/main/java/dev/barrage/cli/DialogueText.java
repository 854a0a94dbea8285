package dev.barrage.cli;

import dev.barrage.engine.Outcome;
import dev.barrage.plan.User;
import dev.barrage.rehearsal.Dialogue;
import dev.barrage.rehearsal.Dialogue.Finding;
import dev.barrage.rehearsal.Dialogue.Link;
import dev.barrage.rehearsal.Dialogue.Timings;
import dev.barrage.rehearsal.Message;
import dev.barrage.report.Figures;
import dev.barrage.report.Ink;
import java.util.List;

/** Dialogues as {@code curl -v} shows them: * for facts, > for what is sent, < for what comes. */
final class DialogueText {
  private static final int MAX_BODY_CHARS = 4_000;

  private final Ink ink;
  private final StringBuilder out = new StringBuilder();

  DialogueText(Ink ink) {
    this.ink = ink;
  }

  String heading(User user, int task) {
    String which =
        user.tasks().size() == 1 ? "" : ", task " + (task + 1) + " of " + user.tasks().size();
    return ink.bold("== user " + safe(user.name()) + which) + "\n";
  }

  String of(Dialogue dialogue) {
    out.setLength(0);
    fact("request " + dialogue.name());
    dialogue.link().ifPresent(this::link);
    if (dialogue.retried()) {
      fact("sent once more: the target had closed the reused connection");
    }
    dialogue.request().ifPresent(request -> message(ink.cyan(">"), request));
    dialogue.response().ifPresent(response -> message(ink.green("<"), response));
    timings(dialogue.timings());
    dialogue.findings().forEach(this::finding);
    if (dialogue.findings().isEmpty()) {
      dialogue
          .problem()
          .ifPresent(problem -> line(bad() + safe(dialogue.outcome().id() + ": " + problem)));
    }
    return out.append('\n').toString();
  }

  /** What a script threw: the exception, its message and the line of the script. */
  String thrown(String words) {
    return bad() + safe(words) + "\n\n";
  }

  /**
   * One line about all of them.
   *
   * @param thrown how many scripts threw
   */
  String ending(List<Dialogue> dialogues, int thrown) {
    long failed = dialogues.stream().filter(d -> d.outcome() != Outcome.OK).count();
    String count = Figures.count(dialogues.size(), "request");
    if (failed == 0 && thrown == 0) {
      return ink.green("good") + ": " + count + "\n";
    }
    String scripts = thrown == 0 ? "" : "; " + Figures.count(thrown, "script") + " threw";
    return ink.red("not good") + ": " + failed + " of " + count + scripts + "\n";
  }

  private void link(Link link) {
    fact("connected to " + link.address() + " in " + ms(link.connectNs()));
    link.security()
        .ifPresent(tls -> {
          fact(tls.version() + ", " + tls.cipher() + ", handshake " + ms(tls.handshakeNs()));
          if (!tls.certificate().isEmpty()) {
            fact("certificate " + tls.certificate());
          }
        });
  }

  private void message(String mark, Message message) {
    line(mark + " " + ink.bold(safe(message.startLine())));
    message.fields().forEach(field -> line(mark + " " + safe(field)));
    line(mark);
    if (message.bodyBytes() == 0) {
      return;
    }
    if (message.body().isEmpty()) {
      fact(message.bodyBytes() + " bytes that are not text");
      return;
    }
    String body = message.body().get();
    line(safe(body.length() <= MAX_BODY_CHARS ? body : body.substring(0, MAX_BODY_CHARS)));
    if (body.length() > MAX_BODY_CHARS) {
      fact(
          (body.length() - MAX_BODY_CHARS)
              + " more characters of "
              + message.bodyBytes()
              + " bytes");
    }
  }

  private void timings(Timings timings) {
    String first =
        timings.firstByteNs() < 0 ? "" : ", first byte after " + ms(timings.firstByteNs());
    fact("sent after " + ms(timings.waitNs()) + first + ", " + ms(timings.totalNs()) + " in all");
  }

  private void finding(Finding finding) {
    line(
        (finding.good() ? ink.green("✓ ") : bad()) + safe(finding.what() + ": " + finding.found()));
  }

  private String bad() {
    return ink.red("✗ ");
  }

  private void fact(String text) {
    line(ink.dim("* " + safe(text)));
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private static String ms(long ns) {
    return "%.2f ms".formatted(ns / 1e6);
  }

  /** What a target sent must not move the cursor or change colours; lines and tabs may stay. */
  private static String safe(String text) {
    StringBuilder shown = new StringBuilder();
    text.replace("\r\n", "\n")
        .codePoints()
        .forEach(c -> {
          boolean control =
              switch (Character.getType(c)) {
                case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> true;
                default -> false;
              };
          shown.appendCodePoint(control && c != '\n' && c != '\t' ? '·' : c);
        });
    return shown.toString();
  }
}
