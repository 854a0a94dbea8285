package dev.barrage.engine.io;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.barrage.engine.ScriptedServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every poller does, whatever it is made of. */
@Timeout(30)
abstract class PollerContract {
  private static final long LONG_NS = 10_000_000_000L;

  private Poller poller;

  abstract Poller open() throws IOException;

  @BeforeEach
  void openPoller() throws IOException {
    poller = open();
  }

  @AfterEach
  void closePoller() {
    poller.close();
  }

  /** An owner that remembers how it was found ready. */
  private static final class Owner {
    boolean readable;
    boolean writable;
  }

  private void awaitOnce() throws IOException {
    int n = poller.await(LONG_NS);
    for (int i = 0; i < n; i++) {
      if (poller.ready(i) instanceof Owner owner) {
        owner.readable |= poller.isReadable(i);
        owner.writable |= poller.isWritable(i);
      }
    }
  }

  private Wire opened(InetSocketAddress address, Owner owner) throws IOException {
    Wire wire = poller.connect(address, owner);
    do {
      awaitOnce();
    } while (!owner.writable || !wire.open());
    poller.watchWrites(wire, false);
    owner.readable = false;
    owner.writable = false;
    return wire;
  }

  private static ScriptedServer echo() throws IOException {
    return new ScriptedServer(connection ->
        connection.socket.getInputStream().transferTo(connection.socket.getOutputStream()));
  }

  @Test
  void bytesGoThereAndBack() throws Exception {
    try (ScriptedServer server = echo()) {
      Owner owner = new Owner();
      Wire wire = opened(server.address(), owner);
      assertThat(wire.connectNs()).isPositive();
      assertThat(wire.write(new Block("...hello".getBytes(US_ASCII)), 3, 5)).isEqualTo(5);
      while (!owner.readable) {
        awaitOnce();
      }
      Block block = new Block(64);
      assertThat(wire.read(block)).isEqualTo(5);
      assertThat(new String(block.bytes, 0, 5, US_ASCII)).isEqualTo("hello");
      assertThat(wire.read(block)).as("nothing more now").isZero();
    }
  }

  /** Loops share the blocks of requests: none may find the marks of another's write. */
  @Test
  void aBlockIsAsItWasWhenItWasWritten() throws Exception {
    try (ScriptedServer server = echo()) {
      Block block = new Block("...hello".getBytes(US_ASCII));
      assertThat(opened(server.address(), new Owner()).write(block, 3, 5)).isEqualTo(5);
      assertThat(block.buffer().position()).isZero();
      assertThat(block.buffer().limit()).isEqualTo(block.capacity());
    }
  }

  @Test
  void aRefusedConnectionIsToldInWords() throws Exception {
    InetSocketAddress nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      nobody = (InetSocketAddress) socket.getLocalSocketAddress();
    }
    assertThatThrownBy(() -> opened(nobody, new Owner()))
        .isInstanceOf(ConnectFailedException.class)
        .hasMessage("connection refused");
  }

  @Test
  void thePeersEndIsReadable() throws Exception {
    try (ScriptedServer server = new ScriptedServer(connection -> {})) {
      Owner owner = new Owner();
      Wire wire = opened(server.address(), owner);
      while (!owner.readable) {
        awaitOnce();
      }
      assertThat(wire.read(new Block(8))).isEqualTo(Wire.END);
    }
  }

  @Test
  void whoEndsItsOutputStillReads() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          connection.socket.getInputStream().readAllBytes(); // to the end
          connection.answer("heard");
        })) {
      Owner owner = new Owner();
      Wire wire = opened(server.address(), owner);
      wire.endOutput();
      while (!owner.readable) {
        awaitOnce();
      }
      assertThat(wire.read(new Block(64))).isEqualTo("heard".length());
    }
  }

  @Test
  void aCloseCanBeAReset() throws Exception {
    CompletableFuture<String> end = new CompletableFuture<>();
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          try {
            end.complete("read " + connection.socket.getInputStream().read());
          } catch (IOException e) {
            end.complete(e.getMessage());
          }
        })) {
      Wire wire = opened(server.address(), new Owner());
      wire.resetOnClose();
      wire.close();
      poller.await(0); // a selector lets go of its sockets here
      assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo("Connection reset");
    }
  }

  @Test
  void aFullSocketTakesPartAndTellsWhenItTakesMore() throws Exception {
    CountDownLatch drain = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          drain.await();
          connection.socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        })) {
      Owner owner = new Owner();
      Wire wire = opened(server.address(), owner);
      Block large = new Block(1 << 20);
      while (wire.write(large, 0, large.capacity()) > 0) {
        // until the kernel's buffers are full
      }
      poller.watchWrites(wire, true);
      drain.countDown();
      while (!owner.writable) {
        awaitOnce();
      }
      assertThat(wire.write(large, 0, large.capacity())).isPositive();
    }
  }

  @Test
  void wakeupEndsAWaitFromAnotherThread() throws Exception {
    Thread waker = Thread.ofVirtual().start(poller::wakeup);
    int n = poller.await(LONG_NS);
    for (int i = 0; i < n; i++) {
      assertThat(poller.ready(i)).isNull();
    }
    waker.join();
    assertThat(poller.await(1_000_000)).as("one wakeup ends one wait").isZero();
  }

  @Test
  void aSocketClosedInABatchIsNotFoundReadyAgain() throws Exception {
    try (ScriptedServer server = new ScriptedServer(connection -> {})) {
      List<Wire> wires = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        wires.add(opened(server.address(), new Owner()));
      }
      int n = 0;
      while (n == 0) {
        n = poller.await(LONG_NS);
      }
      wires.forEach(Wire::close);
      Wire reusing = poller.connect(server.address(), "another");
      for (int i = 0; i < n; i++) {
        assertThat(poller.ready(i)).as("event %d is of a closed socket", i).isNull();
      }
      reusing.close();
    }
  }

  @Test
  void aWaitEndsWhenItsTimeIsOver() throws Exception {
    long fromNs = System.nanoTime();
    assertThat(poller.await(5_000_000)).isZero();
    assertThat(System.nanoTime() - fromNs).isGreaterThanOrEqualTo(4_000_000);
  }

  @Test
  void closingAWireTwiceIsHarmless() throws Exception {
    try (ScriptedServer server = echo()) {
      Wire wire = opened(server.address(), new Owner());
      wire.close();
      wire.close();
      assertThat(poller.await(1_000_000)).isZero();
    }
  }
}
