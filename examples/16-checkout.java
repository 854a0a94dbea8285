// What a plan file cannot say: a journey that decides on what it was answered. A step written in Java runs on a
// virtual thread of its user and may block; its requests count and are timed as those of declared steps.
// barrage run examples/16-checkout.java -H http://localhost:8080
import static dev.barrage.plan.Plans.*;

import dev.barrage.plan.PlanBuilder;
import dev.barrage.plan.Script;
import java.util.Map;

class Checkout {
  static PlanBuilder checkout() {
    return plan("checkout")
        .target("http://127.0.0.1:8080")
        .user("shopper", u -> u.waits(between(millis(200), millis(400)))
            .task(3, get("/api/v1/resources?page=1&size=10"))
            .task(1, Checkout::buy))
        .load(hold(20).lasting(seconds(10)))
        .warmup(seconds(2))
        .objective(p95().target(millis(200)).critical(millis(500)))
        .objective(errorRate().target("0.1%").critical("1%"));
  }

  static void buy(Script.Session session) {
    var page = session.get("/api/v1/resources?page={}&size=10", 1 + session.userId() % 3).expect(status(200));
    for (var item : page.json().get("items")) {
      var answer = session.get("/api/v1/resource/{}", item.get("id").asString()).send();
      if (answer.status() == 404) {
        answer.ok(); // gone since: not the gateway's fault
        continue;
      }
      session.sleep(millis(100)); // think time
      session.post("/api/v1/action").json(Map.of("action", "buy", "item", answer.json("$.id"))).expect(status(200));
      return;
    }
    page.fail("nothing to buy");
  }
}
