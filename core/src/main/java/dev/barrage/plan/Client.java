package dev.barrage.plan;

import java.util.List;
import java.util.Optional;

/**
 * What the HTTP client of each user of a class adds to its requests.
 *
 * @param cookies whether it keeps the cookies that answers set and sends them again, as RFC 6265
 *     has it; each user has its own
 * @param auth sent as {@code Authorization} with requests that have none of their own
 * @param headers sent with every request; a request's own field of the same name replaces it
 */
public record Client(boolean cookies, Optional<Auth> auth, List<Request.Header> headers) {
  /** Adds nothing. */
  public static final Client PLAIN = new Client(false, Optional.empty(), List.of());

  public Client {
    headers = List.copyOf(headers);
  }

  /** Who the user says it is. */
  public sealed interface Auth {
    /** {@code Basic}: user and password in base 64 (RFC 7617); the user holds no colon. */
    record Basic(Template user, Template password) implements Auth {}

    /** {@code Bearer}: a token (RFC 6750). */
    record Bearer(Template token) implements Auth {}
  }
}
