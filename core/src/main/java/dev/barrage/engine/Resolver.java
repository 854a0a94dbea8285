package dev.barrage.engine;

import dev.barrage.plan.Target;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Resolves a target's names again in mid-run and hands new addresses to its endpoints.
 *
 * <pre>{@code
 * target.resolveEvery().ifPresent(every ->
 *     scheduler.scheduleWithFixedDelay(new Resolver(target, endpoints), every, every));
 * }</pre>
 *
 * <p>An address that the name still has is kept; otherwise the first new one is used by connections
 * opened from then on. A name that cannot be resolved now keeps its address: the run goes on.
 * {@link #run()} blocks: on a thread that is no loop's.
 */
public final class Resolver implements Runnable {
  private final Target target;
  private final List<Endpoint> endpoints;
  private final Addresses.Lookup lookup;

  /**
   * @param endpoints of the target's URLs, in their order
   */
  public Resolver(Target target, List<Endpoint> endpoints) {
    this(target, endpoints, Addresses.Lookup.SYSTEM);
  }

  Resolver(Target target, List<Endpoint> endpoints, Addresses.Lookup lookup) {
    this.target = target;
    this.endpoints = List.copyOf(endpoints);
    this.lookup = lookup;
  }

  /** Resolves all names once. Never throws for a name that is gone. */
  @Override
  public void run() {
    for (int i = 0; i < endpoints.size(); i++) {
      Endpoint endpoint = endpoints.get(i);
      try {
        List<SocketAddress> now = Route.of(target.urls().get(i), target.reach()).addresses(lookup);
        if (!now.contains(endpoint.address())) {
          endpoint.readdress(now.getFirst());
        }
      } catch (UnknownHostException _) {
        // Requests will tell if the old address no longer answers.
      }
    }
  }
}
