package dev.barrage.engine.io;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The Linux calls of {@link EpollPoller}, bound through the Foreign Function API.
 *
 * <p>{@code recv}, {@code send} and a poll that does not wait are <em>critical</em> downcalls: they
 * skip the thread state transition and take heap arrays without a copy. Calls that may wait are
 * ordinary ones, so that they never hold up a safepoint. Numbers are those of x86_64 and aarch64.
 */
final class Libc {
  static final int EAGAIN = 11;
  static final int EINTR = 4;
  static final int EINPROGRESS = 115;
  static final int EPOLLIN = 1;
  static final int EPOLLOUT = 4;
  static final int CTL_ADD = 1;
  static final int CTL_DEL = 2;
  static final int CTL_MOD = 3;

  static final int EADDRNOTAVAIL = 99;
  static final int AF_UNIX = 1;
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int IP_BIND_ADDRESS_NO_PORT = 24;
  static final int SO_LINGER = 13;

  /** The longest: {@code struct sockaddr_un}. */
  static final int SOCKET_ADDRESS_BYTES = 110;

  private static final int SOCK_STREAM_NONBLOCK_CLOEXEC = 1 | 0x800 | 0x80000;
  private static final int EFD_NONBLOCK_CLOEXEC = 0x800 | 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup SYMBOLS = LINKER.defaultLookup();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final Linker.Option CRITICAL = Linker.Option.critical(false);
  private static final Linker.Option CRITICAL_HEAP = Linker.Option.critical(true);
  static final VarHandle ERRNO_FIELD =
      Linker.Option.captureStateLayout()
          .varHandle(java.lang.foreign.MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle EPOLL_CREATE = bind("epoll_create1", ints(1), ERRNO);
  private static final MethodHandle EPOLL_CTL =
      bind("epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
  private static final FunctionDescriptor WAIT =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle EPOLL_WAIT = bind("epoll_wait", WAIT);
  private static final MethodHandle EPOLL_LOOK = bind("epoll_wait", WAIT, CRITICAL);
  private static final java.util.Optional<MethodHandle> EPOLL_PWAIT2_FOUND =
      SYMBOLS
          .find("epoll_pwait2")
          .map(address ->
              LINKER.downcallHandle(
                  address,
                  FunctionDescriptor.of(
                      JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG)));
  private static final MethodHandle EPOLL_PWAIT2 = EPOLL_PWAIT2_FOUND.orElse(EPOLL_WAIT);
  private static final MethodHandle SOCKET = bind("socket", ints(3), ERRNO);
  private static final MethodHandle CONNECT =
      bind("connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), ERRNO);
  private static final MethodHandle BIND =
      bind("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), ERRNO);
  private static final MethodHandle SETSOCKOPT =
      bind(
          "setsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle GETSOCKOPT =
      bind(
          "getsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
  private static final MethodHandle SHUTDOWN = bind("shutdown", ints(2), ERRNO);
  private static final MethodHandle CLOSE = bind("close", ints(1));
  private static final MethodHandle EVENTFD = bind("eventfd", ints(2));
  private static final FunctionDescriptor IO =
      FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle RECV = bind("recv", IO, CRITICAL_HEAP);
  private static final MethodHandle SEND = bind("send", IO, CRITICAL_HEAP);
  private static final MethodHandle RECV_WHY = bind("recv", IO, CRITICAL_HEAP, ERRNO);
  private static final MethodHandle SEND_WHY = bind("send", IO, CRITICAL_HEAP, ERRNO);
  private static final FunctionDescriptor RW =
      FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle READ = bind("read", RW);
  private static final MethodHandle WRITE = bind("write", RW);

  private Libc() {}

  static boolean hasNanosecondWait() {
    return EPOLL_PWAIT2_FOUND.isPresent();
  }

  static int epollCreate(MemorySegment errno) {
    try {
      return (int) EPOLL_CREATE.invokeExact(errno, 0x80000);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  static int epollCtl(int epoll, int operation, int fd, MemorySegment event) {
    try {
      return (int) EPOLL_CTL.invokeExact(epoll, operation, fd, event);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  static int epollWait(int epoll, MemorySegment events, int max, int timeoutMs) {
    try {
      return (int) EPOLL_WAIT.invokeExact(epoll, events, max, timeoutMs);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** {@code epoll_wait} with timeout 0. */
  static int epollLook(int epoll, MemorySegment events, int max) {
    try {
      return (int) EPOLL_LOOK.invokeExact(epoll, events, max, 0);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  static int epollPwait2(int epoll, MemorySegment events, int max, MemorySegment timespec) {
    try {
      return (int) EPOLL_PWAIT2.invokeExact(epoll, events, max, timespec, 0L);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  static int socket(MemorySegment errno, int family) {
    try {
      return (int) SOCKET.invokeExact(errno, family, SOCK_STREAM_NONBLOCK_CLOEXEC, 0);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  static int connect(MemorySegment errno, int fd, MemorySegment address, int length) {
    try {
      return (int) CONNECT.invokeExact(errno, fd, address, length);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  static int bind(MemorySegment errno, int fd, MemorySegment address, int length) {
    try {
      return (int) BIND.invokeExact(errno, fd, address, length);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Sets an int option; failures are harmless for the options used here. */
  static void setOption(int fd, int level, int option, MemorySegment value) {
    setOption(fd, level, option, value, 4);
  }

  static void setOption(int fd, int level, int option, MemorySegment value, int bytes) {
    try {
      int ignored = (int) SETSOCKOPT.invokeExact(fd, level, option, value, bytes);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** SO_ERROR of a socket: the result of its connect. */
  static int socketError(int fd, MemorySegment value, MemorySegment length) {
    try {
      length.set(JAVA_INT, 0, 4);
      int failed = (int) GETSOCKOPT.invokeExact(fd, 1, 4, value, length);
      return failed != 0 ? -1 : value.get(JAVA_INT, 0);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** {@code shutdown} of what is sent. */
  static int endOutput(MemorySegment errno, int fd) {
    try {
      return (int) SHUTDOWN.invokeExact(errno, fd, 1);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  static void close(int fd) {
    try {
      int ignored = (int) CLOSE.invokeExact(fd);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  static int eventfd() {
    try {
      return (int) EVENTFD.invokeExact(0, EFD_NONBLOCK_CLOEXEC);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Without errno: capturing it costs an allocation wherever the compiler does not see through. */
  static long recv(int fd, MemorySegment into, long length) {
    try {
      return (long) RECV.invokeExact(fd, into, length, 0);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** As {@link #recv}, to ask again why it failed. */
  static long recvWhy(MemorySegment errno, int fd, MemorySegment into, long length) {
    try {
      return (long) RECV_WHY.invokeExact(errno, fd, into, length, 0);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  static long send(int fd, MemorySegment from, long length) {
    try {
      return (long) SEND.invokeExact(fd, from, length, MSG_NOSIGNAL);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** As {@link #send}, to ask again why it failed. */
  static long sendWhy(MemorySegment errno, int fd, MemorySegment from, long length) {
    try {
      return (long) SEND_WHY.invokeExact(errno, fd, from, length, MSG_NOSIGNAL);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  static void readEight(int fd, MemorySegment into) {
    try {
      long ignored = (long) READ.invokeExact(fd, into, 8L);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  static void writeEight(int fd, MemorySegment from) {
    try {
      long ignored = (long) WRITE.invokeExact(fd, from, 8L);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Words for an errno of connect or of a broken connection. */
  static String describe(int errno) {
    return switch (errno) {
      case 2 -> "no such file or directory";
      case 13 -> "permission denied";
      case 24, 23 -> ConnectFailedException.TOO_MANY_FILES;
      case 32, 104 -> "connection reset";
      case 97 -> "address family not supported";
      case EADDRNOTAVAIL -> ConnectFailedException.NO_LOCAL_PORT;
      case 101 -> "network unreachable";
      case 110 -> "connection timed out";
      case 111 -> "connection refused";
      case 113 -> "no route to host";
      default -> "system error " + errno;
    };
  }

  static FunctionDescriptor ints(int count) {
    ValueLayout[] arguments = new ValueLayout[count];
    java.util.Arrays.fill(arguments, JAVA_INT);
    return FunctionDescriptor.of(JAVA_INT, arguments);
  }

  static MethodHandle bind(String name, FunctionDescriptor descriptor, Linker.Option... options) {
    MemorySegment address =
        SYMBOLS
            .find(name)
            .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
    return LINKER.downcallHandle(address, descriptor, options);
  }
}
