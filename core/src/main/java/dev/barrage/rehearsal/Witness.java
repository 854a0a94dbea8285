package dev.barrage.rehearsal;

import dev.barrage.engine.Exchange;
import dev.barrage.engine.Outcome;
import dev.barrage.engine.Recorder;
import dev.barrage.engine.Requests;
import dev.barrage.engine.ScriptFailures;
import dev.barrage.plan.Bounds;
import dev.barrage.plan.Masks;
import dev.barrage.plan.Plan;
import dev.barrage.plan.Request;
import dev.barrage.rehearsal.Dialogue.Link;
import dev.barrage.rehearsal.Dialogue.Security;
import dev.barrage.rehearsal.Dialogue.Timings;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what passes the connection of one user until its request has ended, and hands it on as a
 * {@link Dialogue}. On the loop's thread; may take its time, since nothing is measured.
 */
final class Witness implements Recorder {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

  private final Requests requests;
  private final Bounds bounds;
  private final Set<String> secretVariables;
  private final Masks masks;
  private final Consumer<Dialogue> listener;
  private final Runnable over;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private @Nullable Request request;
  private @Nullable Link link;
  private long connectNs;
  private long tlsNs;
  private boolean retried;
  private boolean failed;
  private boolean told;
  private volatile Optional<String> thrown = Optional.empty();

  /**
   * @param over is called once when the iteration has ended, well or not
   */
  Witness(
      Plan plan,
      Requests requests,
      Set<String> secretVariables,
      Masks masks,
      Consumer<Dialogue> listener,
      Runnable over) {
    this.requests = requests;
    this.bounds = plan.bounds();
    this.secretVariables = secretVariables;
    this.masks = masks;
    this.listener = listener;
    this.over = over;
  }

  @Override
  public void connectionOpened(long tookConnectNs, long tookTlsNs) {
    connectNs = tookConnectNs;
    tlsNs = tookTlsNs;
  }

  @Override
  public void connected(SocketAddress address, @Nullable SSLSession tls) {
    link = new Link(text(address), connectNs, Optional.ofNullable(tls).map(this::security));
  }

  private static String text(SocketAddress address) {
    return address instanceof InetSocketAddress ip
        ? ip.getAddress().getHostAddress() + " port " + ip.getPort()
        : address.toString(); // the path of a unix socket
  }

  private Security security(SSLSession tls) {
    return new Security(tls.getProtocol(), tls.getCipherSuite(), certificate(tls), tlsNs);
  }

  private static String certificate(SSLSession tls) {
    try {
      if (tls.getPeerCertificates()[0] instanceof X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName()
            + ", issued by "
            + certificate.getIssuerX500Principal().getName()
            + ", valid until "
            + DAY.format(certificate.getNotAfter().toInstant());
      }
    } catch (SSLPeerUnverifiedException e) {
      // It showed none.
    }
    return "";
  }

  @Override
  public void wrote(Request planned, byte[] bytes, int length) {
    request = planned;
    written.reset();
    received.reset();
    written.write(bytes, 0, length);
  }

  @Override
  public void read(Request planned, byte[] bytes, int length) {
    long most = 2L * (bounds.headerBytes() + (long) bounds.bodyBytes());
    received.write(bytes, 0, (int) Math.clamp(most - received.size(), 0, length));
  }

  @Override
  public void retried() {
    retried = true;
  }

  @Override
  public void finished(Exchange exchange) {
    List<Dialogue.Finding> findings = List.of();
    byte[] octets = received.toByteArray();
    if (request != null && exchange.outcome().isComplete()) {
      findings =
          new Findings(
                  request,
                  octets,
                  Optional.ofNullable(exchange.message()).map(masks::text),
                  bounds.bodyBytes(),
                  secretVariables,
                  masks)
              .of(exchange.status());
    }
    boolean head = request != null && request.method().equals("HEAD");
    boolean sent = written.size() > 0;
    listener.accept(
        new Dialogue(
            masks.text(requests.names().get(exchange.request())),
            Optional.ofNullable(link),
            sent ? Optional.of(Message.request(written.toByteArray(), masks)) : Optional.empty(),
            Message.response(octets, head, masks),
            retried,
            exchange.outcome(),
            Optional.ofNullable(exchange.message()).map(masks::text),
            timings(exchange),
            findings));
    failed |= exchange.outcome() != Outcome.OK;
    request = null;
    link = null;
    retried = false;
    written.reset();
    received.reset();
  }

  private static Timings timings(Exchange exchange) {
    long sentNs = exchange.sentNs() == 0 ? exchange.doneNs() : exchange.sentNs();
    return new Timings(
        sentNs - exchange.dispatchedNs(),
        exchange.firstByteNs() == 0 ? -1 : exchange.firstByteNs() - sentNs,
        exchange.doneNs() - exchange.dispatchedNs());
  }

  @Override
  public void turn(long nowNs, long stallNs, int inFlight, int users, int connections) {
    if (failed && inFlight == 0) {
      end(); // a failed request ends the iteration
    }
  }

  @Override
  public void scriptFailed(int userClass, String script, Throwable what, long atNs) {
    String words = "script \"" + script + "\" threw " + ScriptFailures.message(what);
    thrown = Optional.of(masks.text(words));
    end();
  }

  /** What a script threw, in words; once the iteration is over. */
  Optional<String> thrown() {
    return thrown;
  }

  @Override
  public void iterationCompleted(int userClass, long intendedNs) {
    end();
  }

  private void end() {
    if (!told) {
      told = true;
      over.run();
    }
  }

  @Override
  public void iterationStarted(int userClass, long intendedNs) {
    // There is one.
  }

  @Override
  public void dropped(int userClass, long intendedNs) {
    // Users of the closed model drop nothing.
  }

  @Override
  public void started(Exchange exchange) {
    // Told when it has ended.
  }

  @Override
  public void sent(Exchange exchange) {
    // See wrote.
  }

  @Override
  public void unfinished(Exchange exchange) {
    // Nothing is in flight at the end.
  }

  @Override
  public void userStarted(int userClass) {
    // There is one.
  }

  @Override
  public void userEnded(int userClass) {
    end();
  }

  @Override
  public void connectionFailed() {
    // The request tells.
  }

  @Override
  public void bytes(long sentBytes, long receivedBytes) {
    // See wrote and read.
  }
}
