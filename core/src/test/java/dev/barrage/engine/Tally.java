package dev.barrage.engine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A recorder that remembers everything; one loop, or several one after the other's end. */
final class Tally implements Recorder {
  /** One ended request. */
  record Ended(
      int request,
      long intendedNs,
      long readyNs,
      long dispatchedNs,
      long sentNs,
      long doneNs,
      int status,
      Outcome outcome,
      @Nullable String message,
      boolean afterwards) {
    long latencyNs() {
      return doneNs - intendedNs;
    }
  }

  /** One group that came to its end, or failed. */
  record EndedGroup(int group, long latencyNs, long pausedNs, boolean ok) {}

  final List<Ended> ended = new ArrayList<>();
  final List<EndedGroup> groups = new ArrayList<>();
  int groupsStarted;
  final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
  final List<Throwable> thrownByScripts = new ArrayList<>();

  /** What a stalled loop does before it hears of the end of its first request. */
  Runnable atFirstEnd = () -> {};

  int started;
  int sent;
  int dropped;
  int clipped;
  int unfinished;
  int iterations;
  int iterationsCompleted;
  int usersStarted;
  int usersEnded;
  int opened;
  int failedConnections;
  int retried;
  int mostInFlight;
  int turns;
  long bytesSent;
  long bytesReceived;

  @Override
  public synchronized void turn(
      long nowNs, long stallNs, int inFlight, int users, int connections) {
    turns++;
    mostInFlight = Math.max(mostInFlight, inFlight);
  }

  @Override
  public synchronized void dropped(int userClass, long intendedNs) {
    dropped++;
  }

  @Override
  public synchronized void clipped(int userClass, long intendedNs) {
    clipped++;
  }

  @Override
  public synchronized void started(Exchange exchange) {
    started++;
  }

  @Override
  public synchronized void sent(Exchange exchange) {
    sent++;
  }

  @Override
  public synchronized void finished(Exchange e) {
    if (ended.isEmpty()) {
      atFirstEnd.run();
    }
    outcomes.merge(e.outcome(), 1, Integer::sum);
    ended.add(
        new Ended(
            e.request(),
            e.intendedNs(),
            e.readyNs(),
            e.dispatchedNs(),
            e.sentNs(),
            e.doneNs(),
            e.status(),
            e.outcome(),
            e.message(),
            e.afterwards()));
  }

  @Override
  public synchronized void unfinished(Exchange exchange) {
    unfinished++;
  }

  @Override
  public synchronized void iterationStarted(int userClass, long intendedNs) {
    iterations++;
  }

  @Override
  public synchronized void iterationCompleted(int userClass, long intendedNs) {
    iterationsCompleted++;
  }

  @Override
  public synchronized void groupStarted(int group, long intendedNs) {
    groupsStarted++;
  }

  @Override
  public synchronized void groupEnded(
      int group, long intendedNs, long doneNs, long pausedNs, boolean ok) {
    groups.add(new EndedGroup(group, doneNs - intendedNs, pausedNs, ok));
  }

  @Override
  public synchronized void userStarted(int userClass) {
    usersStarted++;
  }

  @Override
  public synchronized void userEnded(int userClass) {
    usersEnded++;
  }

  @Override
  public synchronized void connectionOpened(long connectNs, long tlsNs) {
    opened++;
  }

  @Override
  public synchronized void connectionFailed() {
    failedConnections++;
  }

  @Override
  public synchronized void retried() {
    retried++;
  }

  @Override
  public synchronized void bytes(long sentBytes, long receivedBytes) {
    bytesSent += sentBytes;
    bytesReceived += receivedBytes;
  }

  @Override
  public synchronized void scriptFailed(int userClass, String script, Throwable thrown, long atNs) {
    thrownByScripts.add(thrown);
  }

  int count(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0);
  }
}
