package dev.barrage.engine.io;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@code epoll} through the Foreign Function API: one system call to wait, none to register between
 * requests, nothing allocated per event.
 *
 * <p>An event carries a slot number and the slot's generation, because the kernel reuses
 * descriptors and one batch may still hold an event of a socket closed a moment ago.
 */
final class EpollPoller implements Poller {
  private static final int BATCH = 256;
  private static final int WAKEUP_SLOT = -1;

  /** {@code struct epoll_event} is packed on x86_64 only. */
  private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");

  private static final int EVENT_BYTES = PACKED ? 12 : 16;
  private static final int DATA_OFFSET = PACKED ? 4 : 8;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment errno = arena.allocate(Linker.Option.captureStateLayout());
  private final MemorySegment events = arena.allocate((long) EVENT_BYTES * BATCH, 8);
  private final MemorySegment event = arena.allocate(16, 8);
  private final MemorySegment timespec = arena.allocate(16, 8);
  private final MemorySegment address = arena.allocate(Libc.SOCKET_ADDRESS_BYTES, 8);
  private final MemorySegment option = arena.allocate(8, 8);
  private final MemorySegment optionLength = arena.allocate(8, 8);
  private final MemorySegment wakeupValue = arena.allocate(8, 8);
  private final MemorySegment wakeupSink = arena.allocate(8, 8);
  private final int epoll;
  private final int wakeup;
  private boolean nanosecondWait = Libc.hasNanosecondWait();
  private boolean worked;
  private boolean punctual;
  private volatile boolean closed;

  private @Nullable Socket[] slots = new Socket[64];
  private int[] generations = new int[64];
  private final ArrayDeque<Integer> freeSlots = new ArrayDeque<>();
  private int slotsUsed;

  EpollPoller() throws IOException {
    epoll = Libc.epollCreate(errno);
    if (epoll < 0) {
      throw new IOException("epoll: " + Libc.describe(errno()));
    }
    wakeup = Libc.eventfd();
    wakeupValue.set(JAVA_LONG, 0, 1);
    control(Libc.CTL_ADD, wakeup, Libc.EPOLLIN, WAKEUP_SLOT, 0);
  }

  @Override
  public Wire connect(SocketAddress to, @Nullable InetAddress from, Object owner)
      throws IOException {
    int fd = Libc.socket(errno, family(to));
    if (fd < 0) {
      throw new ConnectFailedException(Libc.describe(errno()));
    }
    long startedNs;
    try {
      int length = prepare(fd, to, from);
      startedNs = System.nanoTime();
      if (Libc.connect(errno, fd, address, length) != 0 && errno() != Libc.EINPROGRESS) {
        boolean full = to instanceof UnixDomainSocketAddress && errno() == Libc.EAGAIN;
        throw new ConnectFailedException(
            full ? ConnectFailedException.QUEUE_FULL : Libc.describe(errno()));
      }
    } catch (IOException e) {
      Libc.close(fd);
      throw e;
    }
    Socket socket = new Socket(fd, allocateSlot(), startedNs, owner);
    slots[socket.slot] = socket;
    try {
      int mask = Libc.EPOLLIN | Libc.EPOLLOUT;
      control(Libc.CTL_ADD, fd, mask, socket.slot, generations[socket.slot]);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    return socket;
  }

  private static int family(SocketAddress to) {
    if (to instanceof InetSocketAddress tcp) {
      return tcp.getAddress() instanceof Inet6Address ? Libc.AF_INET6 : Libc.AF_INET;
    }
    return Libc.AF_UNIX;
  }

  /** Sets options, binds, and leaves the peer's address in {@link #address}; its length. */
  private int prepare(int fd, SocketAddress to, @Nullable InetAddress from) throws IOException {
    if (!(to instanceof InetSocketAddress tcp)) {
      return socketAddress((UnixDomainSocketAddress) to);
    }
    option.set(JAVA_INT, 0, 1);
    Libc.setOption(fd, 6, 1, option); // TCP_NODELAY
    if (from != null) {
      // The port is chosen when the peer is known: each address has all its ports for each peer.
      Libc.setOption(fd, 0, Libc.IP_BIND_ADDRESS_NO_PORT, option);
      if (Libc.bind(errno, fd, address, socketAddress(from, 0)) != 0) {
        throw new ConnectFailedException(
            errno() == Libc.EADDRNOTAVAIL
                ? ConnectFailedException.NOT_LOCAL
                : Libc.describe(errno()));
      }
    }
    return socketAddress(tcp.getAddress(), tcp.getPort());
  }

  @Override
  public void watchWrites(Wire wire, boolean writes) throws IOException {
    Socket socket = (Socket) wire;
    if (socket.fd >= 0 && socket.watchesWrites != writes) {
      socket.watchesWrites = writes;
      int mask = Libc.EPOLLIN | (writes ? Libc.EPOLLOUT : 0);
      control(Libc.CTL_MOD, socket.fd, mask, socket.slot, generations[socket.slot]);
    }
  }

  @Override
  public int await(long timeoutNs) throws IOException {
    if (!punctual) {
      Scheduling.wakePunctually(); // per thread, so here and not in the constructor
      punctual = true;
    }
    int n;
    if (timeoutNs <= 0) {
      n = Libc.epollLook(epoll, events, BATCH);
    } else if (nanosecondWait) {
      timespec.set(JAVA_LONG, 0, timeoutNs / 1_000_000_000L);
      timespec.set(JAVA_LONG, 8, timeoutNs % 1_000_000_000L);
      n = Libc.epollPwait2(epoll, events, BATCH, timespec);
      worked |= n >= 0;
      nanosecondWait =
          worked; // else ENOSYS (before Linux 5.11) or EPERM (a sandbox): from now on ms
    } else {
      int timeoutMs = (int) Math.min(Integer.MAX_VALUE, (timeoutNs + 999_999) / 1_000_000);
      n = Libc.epollWait(epoll, events, BATCH, timeoutMs);
    }
    return Math.max(0, n);
  }

  @Override
  public @Nullable Object ready(int i) {
    long at = (long) i * EVENT_BYTES + DATA_OFFSET;
    int slot = events.get(JAVA_INT_UNALIGNED, at);
    if (slot == WAKEUP_SLOT) {
      Libc.readEight(wakeup, wakeupSink);
      return null;
    }
    Socket socket = slots[slot];
    boolean same = generations[slot] == events.get(JAVA_INT_UNALIGNED, at + 4);
    return socket != null && same ? socket.owner : null;
  }

  @Override
  public boolean isReadable(int i) {
    return (events.get(JAVA_INT_UNALIGNED, (long) i * EVENT_BYTES) & ~Libc.EPOLLOUT) != 0;
  }

  @Override
  public boolean isWritable(int i) {
    // Errors and hang-ups count as both, so that whoever waits for either hears of them.
    return (events.get(JAVA_INT_UNALIGNED, (long) i * EVENT_BYTES) & ~Libc.EPOLLIN) != 0;
  }

  @Override
  public void wakeup() {
    if (!closed) {
      Libc.writeEight(wakeup, wakeupValue);
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    for (Socket socket : slots) {
      if (socket != null) {
        socket.close();
      }
    }
    Libc.close(epoll);
    Libc.close(wakeup);
    // The arena stays for a wakeup() racing with this; it goes with the poller.
  }

  private int errno() {
    return (int) Libc.ERRNO_FIELD.get(errno, 0L);
  }

  private void control(int operation, int fd, int mask, int slot, int generation)
      throws IOException {
    event.set(JAVA_INT_UNALIGNED, 0, mask);
    event.set(JAVA_INT_UNALIGNED, DATA_OFFSET, slot);
    event.set(JAVA_INT_UNALIGNED, DATA_OFFSET + 4L, generation);
    if (Libc.epollCtl(epoll, operation, fd, event) != 0) {
      throw new IOException("epoll_ctl refused a descriptor");
    }
  }

  private int allocateSlot() {
    Integer free = freeSlots.pollFirst();
    if (free != null) {
      return free;
    }
    if (slotsUsed == slots.length) {
      slots = Arrays.copyOf(slots, slotsUsed * 2);
      generations = Arrays.copyOf(generations, slotsUsed * 2);
    }
    return slotsUsed++;
  }

  private int socketAddress(UnixDomainSocketAddress to) {
    byte[] path = to.getPath().toString().getBytes(StandardCharsets.UTF_8);
    address.fill((byte) 0);
    address.set(JAVA_SHORT, 0, (short) Libc.AF_UNIX);
    MemorySegment.copy(MemorySegment.ofArray(path), 0, address, 2, path.length);
    return 2 + path.length + 1;
  }

  private int socketAddress(InetAddress ip, int port) {
    boolean ipv6 = ip instanceof Inet6Address;
    address.fill((byte) 0);
    address.set(JAVA_SHORT, 0, (short) (ipv6 ? Libc.AF_INET6 : Libc.AF_INET));
    address.set(JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), 2, (short) port);
    byte[] bytes = ip.getAddress();
    MemorySegment.copy(MemorySegment.ofArray(bytes), 0, address, ipv6 ? 8 : 4, bytes.length);
    if (ip instanceof Inet6Address six) {
      address.set(JAVA_INT, 24, six.getScopeId());
    }
    return ipv6 ? 28 : 16;
  }

  /** A plain connection. */
  private final class Socket implements Wire {
    private final int slot;
    private final long startedNs;
    private final Object owner;
    private int fd;
    private boolean open;
    private boolean watchesWrites = true;
    private long connectNs;

    Socket(int fd, int slot, long startedNs, Object owner) {
      this.fd = fd;
      this.slot = slot;
      this.startedNs = startedNs;
      this.owner = owner;
    }

    @Override
    public boolean open() throws IOException {
      if (!open) {
        int error = Libc.socketError(fd, option, optionLength);
        if (error != 0) {
          throw new ConnectFailedException(Libc.describe(error));
        }
        open = true;
        connectNs = System.nanoTime() - startedNs;
      }
      return true;
    }

    @Override
    public int read(Block into) throws IOException {
      long n = Libc.recv(fd, into.segment, into.capacity());
      if (n > 0) {
        return (int) n;
      }
      return n == 0 ? END : readWhy(into);
    }

    private int readWhy(Block into) throws IOException {
      long n = Libc.recvWhy(errno, fd, into.segment, into.capacity());
      if (n == 0) {
        throw new IOException("connection reset"); // told once, then it is an end
      }
      return n > 0 ? (int) n : nothingOrBroken();
    }

    @Override
    public int write(Block from, int offset, int length) throws IOException {
      MemorySegment source = offset == 0 ? from.segment : from.segment.asSlice(offset);
      long n = Libc.send(fd, source, length);
      if (n < 0) {
        n = Libc.sendWhy(errno, fd, source, length);
      }
      return n >= 0 ? (int) n : nothingOrBroken();
    }

    private int nothingOrBroken() throws IOException {
      int cause = errno();
      if (cause == Libc.EAGAIN || cause == Libc.EINTR) {
        return 0;
      }
      throw new IOException(Libc.describe(cause));
    }

    @Override
    public boolean hasBuffered() {
      return false;
    }

    @Override
    public boolean wantsWrite() {
      return !open;
    }

    @Override
    public long connectNs() {
      return connectNs;
    }

    @Override
    public long tlsNs() {
      return -1;
    }

    @Override
    public void endOutput() throws IOException {
      if (Libc.endOutput(errno, fd) != 0) {
        throw new IOException(Libc.describe(errno()));
      }
    }

    @Override
    public void resetOnClose() {
      option.set(JAVA_INT, 0, 1); // struct linger: on, …
      option.set(JAVA_INT, 4, 0); // … for 0 s
      Libc.setOption(fd, 1, Libc.SO_LINGER, option, 8);
    }

    @Override
    public void close() {
      if (fd >= 0) {
        Libc.close(fd); // leaves the epoll set by itself
        fd = -1;
        slots[slot] = null;
        generations[slot]++;
        freeSlots.addFirst(slot);
      }
    }
  }
}
