package dev.barrage.engine;

import dev.barrage.engine.http1.Values;
import dev.barrage.plan.Script;
import dev.barrage.plan.ScriptWords;
import dev.barrage.plan.Templates;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A virtual user whose steps are Java: its thread, and what passes between that and the loop.
 *
 * <pre>
 *            step, response, end of a sleep
 *   loop ─────────────────────────────────────► script
 *        ◄─────────────────────────────────────
 *            request, sleep, end of the step
 * </pre>
 *
 * <p>One of the two holds the user at any time, and with it the session; the {@link Handover} makes
 * what one wrote visible to the other. Fields without a word about it belong to who holds it.
 */
final class ScriptedUser implements Script.Session, Runnable {
  /** What a script wants of the loop. */
  enum Order {
    REQUEST,
    SLEEP,
    DONE
  }

  /** What the loop tells a script. */
  enum Answer {
    GO,
    RUN_IS_OVER,
    QUIT
  }

  final Session session;
  final Thread thread;

  /** The next one in a mailbox. */
  @Nullable ScriptedUser next;

  /** Its place in the loop's list of users. */
  int place;

  // From the loop.
  int home;
  CompiledStep.@Nullable Scripted step;
  Answer answer = Answer.GO;
  private volatile boolean resumed;

  // From the script.
  Order order = Order.DONE;
  @Nullable ScriptedRequest request;
  long orderedNs;
  long sleepNs;
  @Nullable Throwable thrown;
  boolean unwound;

  // The loop's own.
  boolean active;
  boolean asleep;
  boolean unsettled;
  boolean failed;
  int requests;

  /** When the next request is intended; unless {@link #isIntended}, when the script asks for it. */
  long intendedNs;

  boolean isIntended;

  /** The postman's own. */
  private boolean started;

  final Scripts scripts;
  private @Nullable Map<String, String> variables;
  private @Nullable ScriptedRequest unsent;

  ScriptedUser(Session session, Scripts scripts) {
    this.session = session;
    this.scripts = scripts;
    this.thread = Thread.ofVirtual().name("barrage-user-" + session.id).unstarted(this);
  }

  /** Lets the script go on. The postman's thread. */
  void resume() {
    resumed = true;
    if (started) {
      LockSupport.unpark(thread);
    } else {
      started = true;
      thread.start();
    }
  }

  @Override
  public void run() {
    while (await() != Answer.QUIT) {
      perform(Objects.requireNonNull(step).step().script());
      order(Order.DONE);
    }
  }

  private void perform(Script script) {
    thrown = null;
    unwound = false;
    unsent = null;
    try {
      script.run(this);
      checkSent();
    } catch (ScriptEnded e) {
      unwound = true;
    } catch (Throwable e) { // whatever it is, the user lives on
      thrown = e;
    }
  }

  /** Hands the user to the loop. */
  private void order(Order what) {
    order = what;
    orderedNs = System.nanoTime();
    resumed = false;
    scripts.handover.post(this);
  }

  /** Waits for the loop; whoever interrupts the script does not interrupt this. */
  private Answer await() {
    boolean interrupted = false;
    while (!resumed && !scripts.handover.isClosed()) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return scripts.handover.isClosed() ? Answer.QUIT : answer;
  }

  private void perhapsEnd(Answer told) {
    if (told != Answer.GO) {
      unwound = true;
      throw ScriptEnded.INSTANCE;
    }
  }

  @Override
  public Script.Call request(String method, String path, Object... values) {
    checkHeld();
    checkSent();
    unsent = new ScriptedRequest(this, method, path, values);
    return unsent;
  }

  /** Sends what was made; the end of the exchange is in the request's response. */
  void send(ScriptedRequest made) {
    checkHeld();
    if (unsent != made) {
      throw new IllegalStateException(made.words() + " was sent before; make a new request");
    }
    unsent = null;
    exchange(made);
  }

  /** Sends what the answer before has led to. */
  void follow(ScriptedRequest next) {
    checkHeld();
    exchange(next);
  }

  private void exchange(ScriptedRequest made) {
    request = made;
    order(Order.REQUEST);
    perhapsEnd(await());
  }

  /** A request that is never sent would be load that nobody misses. */
  private void checkSent() {
    if (unsent != null) {
      String words = unsent.words();
      unsent = null;
      throw new IllegalStateException(words + " was not sent; end it with send() or expect(…)");
    }
  }

  @Override
  public void sleep(Duration time) {
    checkHeld();
    checkSent();
    if (time.isNegative()) {
      throw new IllegalArgumentException("sleep is " + time + "; must be >= 0");
    }
    sleepNs = (time.compareTo(Scripts.LONGEST) > 0 ? Scripts.LONGEST : time).toNanos();
    order(Order.SLEEP);
    perhapsEnd(await());
  }

  private void checkHeld() {
    if (!Thread.currentThread().equals(thread)) {
      throw new IllegalStateException(
          "a session belongs to the thread that runs the script; use it there only");
    }
    if (scripts.handover.isClosed()) {
      throw ScriptEnded.INSTANCE;
    }
  }

  @Override
  public int userId() {
    return session.id;
  }

  @Override
  public long iteration() {
    return session.iteration;
  }

  @Override
  public String variable(String name) {
    if (name.equals("user.name")) {
      return scripts.plan.userName(session.userClass());
    }
    int number = scripts.plan.variable(name);
    if (number >= 0) {
      return number < Values.FIRST_OF_PLAN
          ? Long.toString(session.number(number))
          : session.value(number).toString();
    }
    String value = variables == null ? null : variables.get(name);
    value = value == null ? scripts.plan.constant(name) : value;
    if (value == null) {
      throw new IllegalArgumentException(
          "variable " + name + " has no value: neither the plan nor this user has set it");
    }
    return value;
  }

  @Override
  public void variable(String name, String value) {
    int number = scripts.plan.variable(ScriptWords.variable(name));
    boolean builtIn = Templates.BUILT_IN.contains(name);
    if (builtIn || scripts.plan.constant(name) != null) {
      throw new IllegalArgumentException(
          "variable %s is %s; choose another name"
              .formatted(name, builtIn ? "built in" : "a constant of the plan"));
    }
    if (number >= Values.FIRST_OF_PLAN) {
      byte[] text = value.getBytes(StandardCharsets.UTF_8);
      session.value(number).set(text, 0, text.length, true);
    } else {
      variables = variables == null ? new HashMap<>() : variables;
      variables.put(name, value);
      if (variables.size() > Scripts.VARIABLES) {
        variables.remove(name);
        throw new IllegalArgumentException(
            "a user has at most " + Scripts.VARIABLES + " variables; keep more in a Java variable");
      }
    }
  }

  /** What its requests have in common. */
  ScriptFrame frame() {
    return Objects.requireNonNull(step).frame();
  }
}
