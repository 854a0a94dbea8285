package dev.barrage.engine;

import dev.barrage.engine.feed.Feed;
import dev.barrage.engine.http1.Interest;
import dev.barrage.engine.http1.RequestBytes;
import dev.barrage.engine.http1.RequestBytes.Binding;
import dev.barrage.engine.http1.Value;
import dev.barrage.engine.http1.Values;
import dev.barrage.engine.schedule.Draw;
import dev.barrage.plan.Check;
import dev.barrage.plan.Client;
import dev.barrage.plan.Fault;
import dev.barrage.plan.Load;
import dev.barrage.plan.Plan;
import dev.barrage.plan.Request;
import dev.barrage.plan.Step;
import dev.barrage.plan.Steps;
import dev.barrage.plan.Task;
import dev.barrage.plan.Template;
import dev.barrage.plan.Template.Encoding;
import dev.barrage.plan.User;
import dev.barrage.plan.Variables;
import dev.barrage.plan.Wait;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A plan made ready for the loops: requests as bytes, variables as numbers, durations as
 * nanoseconds. Immutable; shared by all loops.
 */
final class CompiledPlan {
  private static final Set<String> IDEMPOTENT =
      Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"); // RFC 9110 section 9.2.2

  /** A variable that no plan can name: the path of a script's request, for its cookies. */
  private static final String SCRIPT_PATH = "script path";

  /** Another one: the path that a redirect leads to. */
  private static final String REDIRECT_PATH = "redirect path";

  private static final Request GET = get(Template.literal("/"));

  /**
   * A wait, compiled.
   *
   * @param paceNs distance of intended iterations; 0: the wait begins when an iteration ends
   * @param minNs shortest pause after an iteration
   * @param maxNs longest pause; 0: none
   */
  record CompiledWait(long paceNs, long minNs, long maxNs) {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    static CompiledWait of(Wait wait) {
      return switch (wait) {
        case Wait.None none -> new CompiledWait(0, 0, 0);
        case Wait.Constant constant -> pause(constant.pause(), constant.pause());
        case Wait.Between between -> pause(between.min(), between.max());
        case Wait.Pace pace -> new CompiledWait(pace.period().toNanos(), 0, 0);
        case Wait.PerSecond pace -> {
          long numerator = pace.rate().numerator();
          long ns = Math.multiplyExact(pace.rate().denominator(), NANOS_PER_SECOND) / numerator;
          yield new CompiledWait(ns, 0, 0);
        }
      };
    }

    private static CompiledWait pause(Duration min, Duration max) {
      return new CompiledWait(0, min.toNanos(), max.toNanos());
    }
  }

  /** A user class, compiled. */
  record UserClass(
      int index,
      CompiledWait waits,
      CompiledStep[] start,
      CompiledStep[][] tasks,
      int[] taskBounds,
      CompiledStep[] stop,
      boolean cookies,
      Feed[] feeds) {}

  final UserClass[] users;
  final int[] userWeights;

  /** By class: its fixed number of users; 0: by weight. */
  final int[] userCounts;

  /** By a task's number among those of all classes: its class, and its number there. */
  final int[] classOfAll;

  final int[] taskOfAll;

  final int variableCount;
  final int mostLoops;
  final int mostGroups;

  /** Whether users have steps to run when they leave. */
  final boolean hasStops;

  final long[] timeoutsNs;

  /** Shared by the loops: which of them finds a feeder at its end is chance. */
  final DataEnd dataEnd = new DataEnd();

  /** Null: requests begin no traces. */
  final @Nullable Traces traces;

  /** Response header fields whose values are kept for the recorder. */
  final List<String> kept;

  private final byte[][] clients;
  private final Plan plan;
  final Requests requests;
  private final RequestCompiler compiler;
  private final Map<String, String> constants;
  private final Map<String, Integer> variables = new LinkedHashMap<>();
  private final Map<String, Feed[]> feeds = new HashMap<>();
  private final List<Long> timeouts = new ArrayList<>();

  CompiledPlan(Plan plan, Requests requests) {
    this.plan = plan;
    this.requests = requests;
    this.traces =
        plan.observation().diagnostics().traceparent() ? new Traces(plan.inputs().seed()) : null;
    this.kept = plan.observation().diagnostics().headers();
    this.compiler = new RequestCompiler(plan);
    this.clients =
        plan.target().reach().clients().all().stream()
            .map(address -> address.getHostAddress().getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);
    if (clients.length > 0) {
      variables.put(RequestCompiler.CLIENT_IP, 0);
    }
    this.constants = Variables.values(plan.inputs().variables());
    timeout(plan.bounds().timeouts().request());
    for (User user : plan.users()) {
      numberVariables(user);
    }
    users = new UserClass[plan.users().size()];
    userWeights = plan.users().stream().mapToInt(User::weight).toArray();
    userCounts = plan.users().stream().mapToInt(user -> user.fixed().orElse(0)).toArray();
    hasStops = plan.users().stream().anyMatch(user -> !user.stop().isEmpty());
    Groups groups = Groups.of(plan);
    int loopsWithin = 0;
    int groupsWithin = 0;
    for (int i = 0; i < users.length; i++) {
      User user = plan.users().get(i);
      FlowCompiler flows =
          new FlowCompiler(
              groups,
              request -> compile(user, request),
              script -> compile(user, script),
              name -> binding(user, name));
      users[i] = compile(user, i, flows);
      loopsWithin = Math.max(loopsWithin, flows.mostLoops());
      groupsWithin = Math.max(groupsWithin, flows.mostGroups());
    }
    classOfAll =
        Arrays.stream(users)
            .flatMapToInt(user -> IntStream.generate(user::index).limit(user.tasks().length))
            .toArray();
    taskOfAll =
        Arrays.stream(users)
            .flatMapToInt(user -> IntStream.range(0, user.tasks().length))
            .toArray();
    checkReplays(plan.profile().load());
    mostLoops = loopsWithin;
    mostGroups = groupsWithin;
    variableCount = variables.size();
    timeoutsNs = timeouts.stream().mapToLong(Long::longValue).toArray();
  }

  /** Reads the files of replays, so that a mistake in one is told before anything is sent. */
  private void checkReplays(Load load) {
    if (!(load instanceof Load.Open open)) {
      return;
    }
    for (Load.ArrivalStage stage : open.stages()) {
      if (stage instanceof Load.ArrivalStage.Replay replay
          && replay.file().largestTask() > taskOfAll.length) {
        throw new IllegalArgumentException(
            "replay file %s asks for task %d; the plan has %d"
                .formatted(replay.file(), replay.file().largestTask(), taskOfAll.length));
      }
    }
  }

  /** So long a request may take. */
  long longestTimeoutNs() {
    return Arrays.stream(timeoutsNs).max().orElse(0);
  }

  /**
   * Gives a session the address that it presents, if the plan has any.
   *
   * @param number of the user, or of the arrival in the open model; addresses are taken in turn
   */
  void presentClient(Session session, long number) {
    session.client = session.id;
    if (clients.length > 0) {
      session.client = (int) (number % clients.length);
      byte[] text = clients[session.client];
      session.value(Values.FIRST_OF_PLAN).share(text, 0, text.length, Value.Kind.STRING);
    }
  }

  private void numberVariables(User user) {
    feeds.put(
        user.name(),
        user.data().stream()
            .map(feeder -> Feed.of(plan, user, feeder, this::newNumber))
            .toArray(Feed[]::new));
    Steps.of(user)
        .flatMap(step -> Steps.sets(step).stream())
        .forEach(name -> variables.putIfAbsent(name, variables.size()));
    if (Steps.of(user).anyMatch(step -> step instanceof Request r && r.handling().follow() > 0)) {
      variables.putIfAbsent(REDIRECT_PATH, variables.size());
    }
    if (user.client().cookies() && Steps.of(user).anyMatch(Step.Scripted.class::isInstance)) {
      variables.putIfAbsent(SCRIPT_PATH, variables.size());
    }
  }

  private UserClass compile(User user, int index, FlowCompiler flows) {
    CompiledStep[][] tasks =
        user.tasks().stream()
            .map(task -> flows.compile(task.steps()))
            .toArray(CompiledStep[][]::new);
    int[] bounds = Draw.cumulative(user.tasks().stream().mapToInt(Task::weight).toArray());
    return new UserClass(
        index,
        CompiledWait.of(user.waits()),
        flows.compile(user.start()),
        tasks,
        bounds,
        flows.compile(user.stop()),
        user.client().cookies(),
        java.util.Objects.requireNonNull(feeds.get(user.name())));
  }

  /** Stands for the requests of scripts: what the plan adds to it, it adds to them. */
  private static Request get(Template path) {
    return Request.bare("GET /", "GET", path);
  }

  private CompiledStep compile(User user, Step.Scripted script) {
    script.requireCode();
    ScriptedRequest.prepare();
    boolean cookies = user.client().cookies();
    Request request = cookies ? get(slot(SCRIPT_PATH)) : GET;
    int path = cookies ? number(SCRIPT_PATH) : -1;
    Origins origins = origins(request);
    Function<Client, ScriptFrame> redirected =
        client ->
            new ScriptFrame(
                call(user, request, redirected(user, client, request, null), null), path, origins);
    return new CompiledStep.Scripted(
        script,
        new ScriptFrame(compile(user, request), path, origins)
            .with(
                redirected.apply(user.client()),
                redirected.apply(Redirects.withoutCredentials(user.client()))));
  }

  private static Template slot(String variable) {
    return new Template(List.of(new Template.Part.Slot(variable, Encoding.RAW)));
  }

  private CompiledStep.Call compile(User user, Request request) {
    RequestBytes[] byTarget =
        plan.target().urls().stream()
            .map(url -> compiler.compile(user, request, url, name -> binding(user, name)))
            .toArray(RequestBytes[]::new);
    if (request.handling().follow() == 0) {
      return call(user, request, byTarget, null);
    }
    Redirects redirects =
        new Redirects(request.handling().follow(), origins(request), number(REDIRECT_PATH));
    redirects.prepare(
        user.client(),
        request,
        slot(REDIRECT_PATH),
        (client, next, sameBody) ->
            call(
                user, next, redirected(user, client, next, sameBody ? byTarget : null), redirects));
    return call(user, request, byTarget, redirects);
  }

  /** The names of the target, that which a request gives it included. */
  private Origins origins(Request request) {
    Optional<String> own =
        request.headers().stream()
            .filter(header -> header.name().equalsIgnoreCase("Host"))
            .map(header -> header.value().source())
            .findFirst();
    return new Origins(plan.target().urls(), own.or(() -> plan.target().reach().host()));
  }

  private RequestBytes[] redirected(
      User user, Client client, Request request, RequestBytes @Nullable [] first) {
    RequestBytes[] byTarget = new RequestBytes[plan.target().urls().size()];
    for (int i = 0; i < byTarget.length; i++) {
      byTarget[i] =
          compiler.redirected(
              client,
              request,
              plan.target().urls().get(i),
              name -> binding(user, name),
              first == null ? null : first[i]);
    }
    return byTarget;
  }

  private CompiledStep.Call call(
      User user, Request request, RequestBytes[] byTarget, @Nullable Redirects redirects) {
    Duration sending = request.handling().fault().map(Fault::lasts).orElse(Duration.ZERO);
    return new CompiledStep.Call(
        requests.indexOf(request.name()),
        byTarget,
        request.method().equals("HEAD"),
        IDEMPOTENT.contains(request.method()),
        expected(request.checksInForce()),
        timeout(
            request.handling().timeout().orElse(plan.bounds().timeouts().request()).plus(sending)),
        interest(user, request),
        request.captures().stream().mapToInt(c -> number(c.variable())).toArray(),
        request,
        request.handling().fault().orElse(null),
        request.mayBeClosed(),
        redirects);
  }

  private Interest interest(User user, Request request) {
    Interest own = Interest.of(request.checks(), request.captures(), user.client().cookies());
    boolean limited =
        plan.observation().rateLimit().filter(limit -> limit.isOf(request)).isPresent();
    Interest keeping = kept.isEmpty() ? own : own.keeping(kept);
    Interest all = limited ? keeping.withLimits() : keeping;
    Interest marked = plan.observation().upstreamHeader().map(all::withMark).orElse(all);
    return request.handling().follow() > 0 ? marked.withLocation() : marked;
  }

  static boolean isIdempotent(String method) {
    return IDEMPOTENT.contains(method);
  }

  /** Whether a request of this method says how long its body is, even where it has none. */
  static boolean hasContent(String method) {
    return RequestCompiler.WITH_CONTENT.contains(method);
  }

  /** The number of a variable that has its own value for each user; -1 if there is none. */
  int variable(String name) {
    return switch (name) {
      case "user.id" -> Values.USER_ID;
      case "iteration" -> Values.ITERATION;
      default -> {
        Integer index = variables.get(name);
        yield index == null ? -1 : Values.FIRST_OF_PLAN + index;
      }
    };
  }

  /** The value of a variable that is the same for all users. */
  @Nullable String constant(String name) {
    return constants.get(name);
  }

  String userName(int userClass) {
    return plan.users().get(userClass).name();
  }

  private int number(String variable) {
    return Values.FIRST_OF_PLAN + java.util.Objects.requireNonNull(variables.get(variable));
  }

  private int newNumber(String variable) {
    variables.putIfAbsent(variable, variables.size());
    return number(variable);
  }

  private int timeout(Duration timeout) {
    long ns = timeout.toNanos();
    if (!timeouts.contains(ns)) {
      timeouts.add(ns);
    }
    return timeouts.indexOf(ns);
  }

  private static boolean @Nullable [] expected(List<Check> checks) {
    boolean[] result = null;
    for (Check check : checks) {
      if (check instanceof Check.Status status) {
        result = result == null ? new boolean[600] : result;
        for (Check.StatusRange range : status.allowed()) {
          java.util.Arrays.fill(result, range.first(), range.last() + 1, true);
        }
      } else if (check instanceof Check.Closed && result == null) {
        result = new boolean[600];
      }
    }
    return result;
  }

  private Binding binding(User user, String name) {
    return switch (name) {
      case "user.id" -> new Binding.Variable(Values.USER_ID);
      case "iteration" -> new Binding.Variable(Values.ITERATION);
      case "user.name" -> new Binding.Constant(user.name());
      default -> {
        if (variables.containsKey(name)) {
          yield new Binding.Variable(number(name));
        }
        String constant = constants.get(name);
        if (constant == null) {
          throw new IllegalArgumentException("variable ${" + name + "} is not defined");
        }
        yield new Binding.Constant(constant);
      }
    };
  }
}
