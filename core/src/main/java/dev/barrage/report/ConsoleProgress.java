package dev.barrage.report;

import dev.barrage.measure.Progress;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;

/**
 * Shows a run while it goes on: on a terminal a view redrawn in place, elsewhere one line every two
 * seconds.
 *
 * <pre>
 *   try (var progress = new ConsoleProgress(System.err, Terminal.ofStandardError(env, true))) {
 *     … each second: progress.accept(…);
 *   }                                      // the view is wiped; the summary takes its place
 * </pre>
 *
 * <p>May be called from several threads; {@link #close} ends it for good.
 */
public final class ConsoleProgress implements Consumer<Progress>, AutoCloseable {
  /** Lines come once a second, give or take: every other one is shown. */
  private static final double LINE_EVERY_S = 1.9;

  private final PrintStream out;
  private final Terminal terminal;
  private final Ink ink;
  private int linesShown;
  private double shownAtS = -LINE_EVERY_S;
  private String shownPhase = "";
  private boolean closed;

  public ConsoleProgress(PrintStream out, Terminal terminal) {
    this.out = out;
    this.terminal = terminal;
    this.ink = Ink.of(terminal.colour());
  }

  @Override
  public synchronized void accept(Progress progress) {
    if (closed) {
      return;
    }
    if (terminal.interactive()) {
      redraw(ProgressView.live(progress, terminal.width(), ink));
    } else if (isDue(progress)) {
      out.println(ProgressView.logLine(progress));
      out.flush();
    }
  }

  /** Wipes the live view, so that what is printed next begins on a clean line. */
  public synchronized void wipe() {
    if (linesShown > 0) {
      out.print(home() + "\033[J");
      out.flush();
      linesShown = 0;
    }
  }

  /** Wipes the live view and shows none any more. */
  @Override
  public synchronized void close() {
    wipe();
    closed = true;
  }

  private boolean isDue(Progress progress) {
    boolean due =
        progress.elapsedS() - shownAtS >= LINE_EVERY_S || !progress.phase().equals(shownPhase);
    if (due) {
      shownAtS = progress.elapsedS();
      shownPhase = progress.phase();
    }
    return due;
  }

  /** One write per view, each line cleared to its end, so that nothing flickers. */
  private void redraw(List<String> lines) {
    StringBuilder view = new StringBuilder(home());
    lines.forEach(line -> view.append(line).append("\033[K\n"));
    out.print(view);
    out.flush();
    linesShown = lines.size();
  }

  private String home() {
    return linesShown == 0 ? "" : "\r\033[" + linesShown + "A";
  }
}
