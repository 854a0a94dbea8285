package dev.barrage.plan;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A step written in Java: blocking code on a virtual thread of its user.
 *
 * <pre>
 *   session -> {
 *     var cart = session.post("/api/carts").json(Map.of("item", 7)).expect(status(201));
 *     session.sleep(seconds(1));
 *     session.post("/api/carts/{}/pay", cart.json("$.id")).expect(status(200));
 *   }
 * </pre>
 *
 * <p>Its requests take the same connections, clock, time-outs and outcomes as declared ones. What
 * the code throws ends the iteration, is counted and told, and never ends the user. A session and
 * all that comes from it belong to the thread that runs the script.
 */
@FunctionalInterface
public interface Script {
  void run(Session session) throws Exception;

  /** The user that runs the script, and its requests. */
  interface Session {
    /**
     * Begins a request; {@link Call#send} or {@link Call#expect} sends it.
     *
     * @param path path and query, beginning with {@code /}; each {@code {}} in it is replaced by
     *     the next of the values, percent-encoded. As written, {@code {}} and all, it is part of
     *     the request's name in the results
     * @throws IllegalArgumentException not a path, or not as many values as {@code {}}
     */
    Call request(String method, String path, Object... values);

    default Call get(String path, Object... values) {
      return request("GET", path, values);
    }

    default Call post(String path, Object... values) {
      return request("POST", path, values);
    }

    default Call put(String path, Object... values) {
      return request("PUT", path, values);
    }

    default Call patch(String path, Object... values) {
      return request("PATCH", path, values);
    }

    default Call delete(String path, Object... values) {
      return request("DELETE", path, values);
    }

    default Call head(String path, Object... values) {
      return request("HEAD", path, values);
    }

    /** Number of the virtual user, from 0. */
    int userId();

    /** Number of the user's iteration, from 0. */
    long iteration();

    /**
     * A variable of this user or of the plan; empty text if nothing has set it yet.
     *
     * @throws IllegalArgumentException nothing in the plan or in this user has that name
     */
    String variable(String name);

    /**
     * Sets a variable of this user, for later steps and iterations. Declared steps see it if the
     * script says so: {@code script("login", …).sets("token")}.
     *
     * @throws IllegalArgumentException not a name, or that of a constant of the plan
     */
    void variable(String name, String value);

    /** Think time, kept by the event loop: exact, and cheap for many users. */
    void sleep(Duration time);
  }

  /** A request that is being made. */
  interface Call {
    /** Groups results; default {@code METHOD path} as the script writes the path. */
    Call name(String name);

    /** One more header field. */
    Call header(String name, String value);

    /** A JSON body of anything that Jackson writes: maps, lists, records, text, numbers. */
    Call json(@Nullable Object value);

    /** Text in UTF-8; no {@code Content-Type} is added. */
    Call text(String text);

    /** {@code application/x-www-form-urlencoded} (WHATWG URL, section 5.2). */
    Call form(Map<String, ?> fields);

    /** Body as it is. */
    Call bytes(byte[] body);

    /** From dispatch to last byte; default: the plan's. */
    Call timeout(Duration timeout);

    /** Redirects are followed, up to {@value Request#FOLLOW} of them. */
    default Call follow() {
      return follow(Request.Handling.FOLLOW);
    }

    /**
     * So many redirects are followed at most, on the plan's own targets; default: none. Each
     * request on the way is counted as one of its own; the response is the last one's.
     *
     * @throws IllegalArgumentException negative, or more than {@value Request#MOST_FOLLOW}
     */
    Call follow(int atMost);

    /**
     * Sends and waits for the end of the request, whatever that is. It counts as good if the
     * response is complete with a status below 400, unless the script says otherwise.
     */
    Response send();

    /**
     * Sends and waits for a response that meets the checks, which replace the default of {@link
     * #send} where they name a status. As after a declared step, one that does not ends the
     * iteration.
     */
    Response expect(Check... checks);
  }

  /**
   * How a request ended. It is counted when the script goes on: with its next request, a sleep, or
   * its end.
   */
  interface Response {
    /** Status code; 0 if there was no complete response. */
    int status();

    /** Whether it counts as good so far. */
    boolean isOk();

    /** Why it does not: {@code timeout}, {@code status 503} …; empty if it does. */
    String failure();

    /** First field of that name, whatever its case. */
    Optional<String> header(String name);

    /** The body, UTF-8; cut at the plan's {@code body limit}. */
    String text();

    /** The body's bytes, likewise. */
    byte[] bytes();

    /**
     * The body as JSON.
     *
     * <p>A body that is not JSON is a failed check and ends the iteration.
     */
    JsonNode json();

    /**
     * What a singular query (RFC 9535 section 2.3.5.1) selects; strings without quotes.
     *
     * <p>If it selects nothing, that is a failed check and ends the iteration, as a capture that
     * finds nothing does.
     */
    String json(String path);

    /** From the intended time of the request to its last byte. */
    Duration latency();

    /** From sending to last byte. */
    Duration serviceTime();

    /** Counts it as failed: {@code check_failed}, with these words. */
    Response fail(String why);

    /** Counts a complete response as good after all; one that never came stays failed. */
    Response ok();
  }
}
