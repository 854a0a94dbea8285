package dev.barrage.engine;

import dev.barrage.engine.CompiledStep.Call;
import dev.barrage.engine.http1.Location;
import dev.barrage.engine.http1.Value;
import dev.barrage.plan.Body;
import dev.barrage.plan.Client;
import dev.barrage.plan.Request;
import dev.barrage.plan.Template;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the redirects of one request are followed, compiled (RFC 9110 section 15.4).
 *
 * <pre>
 *   301 302   POST becomes GET, without its body; other methods stay
 *   303       all but HEAD become GET
 *   307 308   method and body stay
 * </pre>
 *
 * <p>Each request on the way is one of its own: intended when the answer before it came, with its
 * own time-out, counted under the name of the first with "(redirected)" behind it. Checks and
 * captures are asked of the answer that leads no further. Redirects to hosts that are not the
 * plan's are failures.
 */
public final class Redirects {
  private static final Set<String> CREDENTIALS =
      caseless("Authorization", "Proxy-Authorization", "Cookie");
  private static final Set<String> CONTENT =
      caseless("Content-Type", "Content-Encoding", "Content-Language", "Content-Location");

  private final int atMost;
  private final Origins origins;
  private final int path;

  /** By whether it has become a GET (1) and whether it left its first host (2). */
  private final Call[] ways = new Call[4];

  /**
   * @param atMost redirects of one request
   * @param path number of the variable that takes the path of the next request
   */
  Redirects(int atMost, Origins origins, int path) {
    this.atMost = atMost;
    this.origins = origins;
    this.path = path;
  }

  /** Compiles a request that follows another. */
  @FunctionalInterface
  interface Compiler {
    /**
     * @param sameBody whether it has the body of the first
     */
    Call call(Client client, Request request, boolean sameBody);
  }

  /** Compiles what the request may become; once, before it is used. */
  void prepare(Client client, Request first, Template pathSlot, Compiler compiler) {
    for (int way = 0; way < ways.length; way++) {
      boolean asGet = (way & 1) != 0;
      boolean away = (way & 2) != 0;
      Client with = away ? withoutCredentials(client) : client;
      ways[way] = compiler.call(with, next(first, pathSlot, asGet, away), !asGet);
    }
  }

  private static Request next(Request first, Template path, boolean asGet, boolean away) {
    List<Request.Header> headers = without(first.headers(), CONTENT, asGet);
    return new Request(
        first.redirectedName(),
        asGet ? "GET" : first.method(),
        path,
        without(without(headers, CREDENTIALS, away), Set.of("Host"), away),
        asGet ? new Body.None() : first.body(),
        first.checks(),
        first.captures(),
        first.tags(),
        first.handling().withoutFault());
  }

  /** What it adds to requests of another host than it was meant for. */
  static Client withoutCredentials(Client client) {
    return new Client(
        client.cookies(), Optional.empty(), without(client.headers(), CREDENTIALS, true));
  }

  /** Whether a header field stays with the host it was meant for. */
  static boolean isCredential(String header) {
    return CREDENTIALS.contains(header);
  }

  /** Whether a header field tells of a body. */
  static boolean isOfContent(String header) {
    return CONTENT.contains(header);
  }

  private static List<Request.Header> without(
      List<Request.Header> headers, Set<String> names, boolean really) {
    return really
        ? headers.stream().filter(header -> !names.contains(header.name())).toList()
        : headers;
  }

  private static Set<String> caseless(String... names) {
    Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(List.of(names));
    return set;
  }

  /** Whether an answer with this status leads elsewhere, if it says where. */
  public static boolean isRedirect(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  /** Whether the next request is a GET though this one is not. */
  static boolean becomesGet(int status, String method) {
    return switch (status) {
      case 301, 302 -> method.equals("POST");
      case 303 -> !method.equals("GET") && !method.equals("HEAD");
      default -> false;
    };
  }

  /** What is said of a redirect to a host that the plan does not name. */
  static String elsewhere(Location to) {
    return "redirected to " + to.origin() + ", which is not a target of the plan; not followed";
  }

  static String tooMany(int atMost) {
    return "more than " + atMost + (atMost == 1 ? " redirect" : " redirects");
  }

  /** What an answer that redirects counts as; where it is to be followed, the session knows how. */
  Outcome lead(Session session, Call call, Value to) {
    Redirection way = session.redirection();
    way.location.read(to.bytes(), to.from(), to.end());
    int target = origins.find(way.location, session.target);
    if (target < 0 || way.count == atMost) {
      session.message = target < 0 ? elsewhere(way.location) : tooMany(atMost);
      session.sample = "Location: " + (target < 0 ? way.location.origin() : to);
      return Outcome.CHECK_FAILED;
    }
    way.count++;
    way.asGet |= becomesGet(session.status, call.request().method());
    way.resolve(session, call.byTarget()[session.target], session.value(path));
    boolean away = !origins.areOne(target, way.home);
    way.lead(ways[(way.asGet ? 1 : 0) + (away ? 2 : 0)], target);
    return Outcome.OK;
  }
}
